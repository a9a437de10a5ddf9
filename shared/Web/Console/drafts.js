// What somebody has typed and not yet sent. It is kept in the tab, as each form and each person has it, until it is sent or discarded: so a
// session that ends, a reload or a step back takes nothing away. Like the token it ends with the tab; no token is ever part of it.

import { me } from './api.js';

const prefix = 'collections-draft:';

const placeKey = 'collections-place';

/**
 * The draft of a form.
 * @param {string} form What tells the form from every other, such as `tasks/t1-A100`.
 */
export function draftOf(form) {
  // Whose it is must not change when the session ends under the form.
  const key = `${prefix}${me.get()?.name ?? ''}:${form}`;
  return {
    form,
    /** What was kept: {values, ...}; null if nothing was. */
    read: () => parse(sessionStorage.getItem(key)),
    keep: what => write(key, what),
    drop: () => sessionStorage.removeItem(key),
  };
}

/** Where somebody was when the session ended, and in which dialog: signing in leads back there. It is taken once. */
export const place = {
  keep: () => write(placeKey, { hash: location.hash, form: document.querySelector('dialog[open]')?.dataset.form }),
  isKept: () => sessionStorage.getItem(placeKey) !== null,
  forget: () => sessionStorage.removeItem(placeKey),
  take() {
    const kept = parse(sessionStorage.getItem(placeKey));
    place.forget();
    return kept;
  },
};

/** The dialog to open again once its page is shown, by its form. */
export const reopening = {
  form: null,
  /** True once for the dialog that is meant. */
  takes(form) {
    const isMeant = reopening.form === form;
    if (isMeant) reopening.form = null;
    return isMeant;
  },
};

// A tab whose storage is full or forbidden works as well; it only remembers less.
function write(key, what) {
  try {
    sessionStorage.setItem(key, JSON.stringify(what));
  } catch (problem) {
    console.warn(problem);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
