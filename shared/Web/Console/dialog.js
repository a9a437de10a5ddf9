// A form in a dialog: it closes when the server has taken it, and stays with what was typed when it hasn't. Closed by Esc, or because the page
// or the session went, it has what was typed when it is opened again.

import { h } from './dom.js';
import { form } from './form.js';

export function ask({ title, intro, fields, submit, send, extra, draft }) {
  const body = form({ fields, submit, draft, cancel: () => dialog.close(), send: async (answers, key) => {
    await send(answers, key);
    dialog.close();
  } });
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', 'data-form': draft?.form, onclose: () => dialog.remove() },
    h('h2', { id: 'dialog-title' }, title), intro && h('p', null, intro), extra, body);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('.fields input, .fields select, .fields textarea')?.focus();
  return { dialog, body };
}

/**
 * Asks a second time, before what cannot be taken back. The answer that has the focus is no: Enter pressed twice confirms nothing.
 * @returns {Promise<boolean>} True only if somebody pressed the button that says yes.
 */
export function confirm({ title, intro, yes }) {
  return new Promise(answer => {
    let isYes = false;
    const no = h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
    const dialog = h('dialog', { 'aria-labelledby': 'confirm-title', onclose: () => {
      dialog.remove();
      answer(isYes);
    } },
      h('h2', { id: 'confirm-title' }, title), h('p', null, intro),
      h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'primary', onclick: () => {
        isYes = true;
        dialog.close();
      } }, yes), no));
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}

/** Closes whatever is open: what it was about is no longer on the page. */
export function closeDialogs() {
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
}
