// Elements are built one by one and data only ever become text nodes or attributes, so nothing that a customer or a bank
// writes can turn into markup. No other file creates elements.

/** An element. Attributes that are null, undefined or false are left out; `on` plus a name, as in `onclick`, listens. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...present(children));
  return element;
}

/** Puts other children into an element. */
export const fill = (element, ...children) => element.replaceChildren(...present(children));

const present = children => children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== '');

/**
 * A table. A column is {title, cell, num?, main?, wide?}: `num` aligns right; a narrow screen turns each row into a card, where `main`
 * is the heading and `wide` takes a line of its own. Cells carry their column's title for that.
 */
export function table(caption, columns, rows, { rowAttributes = () => null, style = 'cards' } = {}) {
  const kind = column => [column.num && 'num', column.main && 'main', column.wide && 'wide'].filter(Boolean).join(' ') || null;
  return h('table', { class: style },
    h('caption', { class: 'unseen' }, caption),
    h('thead', null, h('tr', null, columns.map(column => h('th', { scope: 'col', class: kind(column) }, column.title)))),
    h('tbody', null, rows.map(row => h('tr', rowAttributes(row), columns.map(column =>
      h('td', { class: kind(column), 'data-title': column.title }, column.cell(row)))))));
}

/** A link to one account, task or letter. */
export const link = (view, id, words, style) => h('a', { href: `#/${view}/${encodeURIComponent(id)}`, class: style }, words);

/** The link of a list's line: what j and k move between, and Enter opens. */
export function line(view, id, words) {
  const element = link(view, id, words);
  element.dataset.line = '';
  return element;
}

/** Facts, each with its name. Those without a value are left out. */
export const facts = pairs => h('dl', { class: 'facts' },
  pairs.filter(([, value]) => present([value]).length).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));

/** A titled part of a page. */
export function section(title, ...children) {
  const id = 's-' + title.toLowerCase().replace(/[^a-z]+/g, '-');
  return h('section', { 'aria-labelledby': id }, h('h2', { id }, title), children);
}

export const empty = (...words) => h('p', { class: 'empty' }, words);

/** Tells what happened, for the eye and for a screen reader. */
export function tell(words) {
  const status = document.getElementById('status');
  status.replaceChildren(h('p', null, words));
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => status.replaceChildren(), 6000);
}
