// A list that goes on: the first page, and a button for the next as long as there is one.

import { get, query } from './api.js';
import { empty, fill, h, table } from './dom.js';

/**
 * @param {string} path The call.
 * @param {object} values Its query.
 * @param {string} caption What the list is, for a screen reader.
 * @param {Array} columns As for {@link table}.
 * @param {Array} nothing What to say where there is nothing.
 * @param {function(object): boolean} only Which items are shown; all of them unless told.
 */
export async function pages({ path, values, caption, columns, nothing, only = () => true }) {
  let page;
  const items = [];
  // Goes on until something is there to be shown, or there is no more.
  const read = async () => {
    const before = items.length;
    do {
      page = await get(path + query({ ...values, cursor: page?.next }));
      items.push(...page.items.filter(only));
    } while (items.length === before && page.next);
  };
  await read();
  if (!items.length) return [empty(...nothing)];
  const place = h('div');
  const more = h('button', { type: 'button' }, 'Show more');
  const count = h('p', { class: 'count' });
  const draw = () => {
    fill(place, table(caption, columns, items));
    more.hidden = !page.next;
    count.textContent = page.next ? `The first ${items.length} are shown.` : `${items.length} in all.`;
  };
  more.addEventListener('click', async () => {
    more.disabled = true;
    try {
      const first = items.length;
      await read();
      draw();
      place.querySelectorAll('[data-line]')[first]?.focus();
    } catch (problem) {
      count.textContent = problem.message;
    }
    more.disabled = false;
  });
  draw();
  return [place, h('div', { class: 'more' }, count, more)];
}

/** A row of choices that change the address: {name, label, options: [[value, text]]}. */
export function filters(place, current, choices) {
  return h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, choices.map(({ name, label, options }) => {
    const chosen = current[name] ?? '';
    return h('fieldset', null, h('legend', null, label), options.map(([value, text]) =>
      h('label', null, h('input', {
        type: 'radio', name, value, checked: value === chosen,
        onchange: () => { location.hash = place + query({ ...current, [name]: value }); },
      }), h('span', null, text))));
  }));
}
