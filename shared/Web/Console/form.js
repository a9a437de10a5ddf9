// Forms are described by their fields. A field's name is its path in the request's body, as in `promise.date`; the server names
// wrong fields by the same paths, so each complaint appears beside the field that it is about.

import { h, fill } from './dom.js';
import { toInstant } from './format.js';

/**
 * @param {object} what
 * @param {Array} what.fields {name, label, kind?, options?, value?, required?, hint?}; kind is text, long, date, time, money, choice or anything
 *   that an <input> knows. Fields that are not shown are not sent.
 * @param {string} what.submit The button's words.
 * @param {function(object, string): Promise} what.send Takes the body and the request's key, which is the same for the same words sent again; what
 *   it throws is shown. False says that nothing was sent.
 * @param {object} what.draft Where what is typed is kept until it is sent (see drafts.js).
 * @param {function(): object} what.besides What else belongs to the draft.
 */
export function form({ fields, submit, send, cancel, draft, besides = () => null }) {
  const complaint = h('p', { class: 'complaint', role: 'alert', hidden: true });
  const holder = h('div', { class: 'fields' });
  const button = h('button', { class: 'primary' }, submit);
  const element = h('form', { novalidate: true }, holder, complaint,
    h('div', { class: 'buttons' }, button, cancel && h('button', { type: 'button', onclick: () => {
      forget();
      cancel();
    } }, 'Cancel')));
  const before = draft?.read();
  // What was typed, by the field's name: fields that go and come again have it still.
  const typed = new Map(Object.entries(before?.values ?? {}));
  let request = before?.request ?? null;
  let shown = [];
  let isSending = false;

  const restored = h('p', { class: 'restored', role: 'status', hidden: !typed.size }, 'What you had typed is back. ',
    h('button', { type: 'button', class: 'quiet', onclick: () => {
      forget();
      for (const field of shown) field.input.value = field.initial;
      shown[0]?.input.focus();
    } }, 'Discard it'));
  element.prepend(restored);

  const show = descriptions => {
    shown = descriptions.map(description => makeField(description, typed.get(description.name)));
    fill(holder, shown.map(field => field.element));
    complain('');
    if (typed.size) keep();
  };

  const keep = () => draft?.keep({ values: Object.fromEntries(typed), request, ...besides() });

  const forget = () => {
    typed.clear();
    request = null;
    draft?.drop();
    restored.hidden = true;
  };

  // A request whose answer was lost may have been taken. Sent again in the same words it is the same request, in others another.
  const keyOf = body => {
    const words = JSON.stringify(body);
    if (request?.words !== words) request = { key: newKey(), words };
    if (typed.size) keep();
    return request.key;
  };

  element.addEventListener('input', () => {
    for (const { name, input, initial } of shown) {
      if (input.value === initial) typed.delete(name);
      else typed.set(name, input.value);
    }
    if (typed.size) keep();
    else forget();
  });

  const complain = words => {
    complaint.hidden = !words;
    complaint.textContent = words;
  };

  element.addEventListener('submit', async event => {
    event.preventDefault();
    // A second click, or Ctrl+Enter, which no disabled button stops, while the first is under way.
    if (isSending) return;
    complain('');
    for (const field of shown) field.complain('');
    const missing = shown.filter(field => field.isMissing());
    missing.forEach(field => field.complain(`${field.label} is needed.`));
    if (missing.length) return missing[0].input.focus();
    isSending = button.disabled = true;
    try {
      const body = gather(shown);
      if (await send(body, keyOf(body)) !== false) forget();
    } catch (problem) {
      complainOf(problem, shown, complain);
    } finally {
      isSending = button.disabled = false;
    }
  });
  element.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  });

  show(fields);
  return Object.assign(element, { show });
}

// As a random UUID is, which a browser makes only where the page came by https.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

let count = 0;

function makeField({ name, label, kind = 'text', options, value = '', required, hint, ...attributes }, kept) {
  const id = `f${++count}`;
  const wrong = h('p', { class: 'wrong', id: id + '-wrong', hidden: true });
  const common = { id, name, 'aria-describedby': `${id}-hint ${id}-wrong`, 'aria-required': required ? 'true' : null, ...attributes };
  const input = kind === 'choice' ? h('select', common, options.map(([word, text]) => h('option', { value: word }, text)))
    : kind === 'long' ? h('textarea', { ...common, rows: 3 })
    : h('input', { ...common, ...inputs[kind] ?? { type: kind }, autocomplete: 'off' });
  const set = text => {
    input.value = text;
    // What is no choice any more is none.
    if (kind === 'choice' && !input.value) input.selectedIndex = 0;
  };
  set(value);
  const initial = input.value;
  if (kept !== undefined) set(kept);
  const complain = words => {
    wrong.hidden = !words;
    wrong.textContent = words;
    if (words) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const element = h('div', { class: `field ${kind}` }, h('label', { for: id }, label, !required && h('small', null, ' optional')), input,
    h('p', { class: 'hint', id: id + '-hint' }, hint ?? ''), wrong);
  return { name, label, kind, input, initial, element, complain, isMissing: () => required && kind !== 'choice' && !input.value.trim() };
}

const inputs = { money: { type: 'text', inputmode: 'decimal' }, time: { type: 'datetime-local' } };

// `promise.date` and `promise.amount` become one `promise`; what is empty is left out, because empty means "not said".
function gather(shown) {
  const body = {};
  for (const { name, kind, input } of shown) {
    const text = input.value.trim();
    if (!text) continue;
    const path = name.split('.');
    const last = path.pop();
    const place = path.reduce((at, part) => at[part] ??= {}, body);
    place[last] = kind === 'money' ? amount(text) : kind === 'time' ? toInstant(text) : text;
  }
  return body;
}

/** The number that a person typed, as in `1,200.50`. What is no number goes to the server as it is, and the server says so. */
export function amount(text) {
  const number = Number(text.replace(/[,\s]/g, ''));
  return Number.isFinite(number) ? number : text;
}

// The server says "is required" of a path; a person reads it of the label.
const sentence = (label, words) => /^(is|must|has) /.test(words) ? `${label} ${words}.` : words.charAt(0).toUpperCase() + words.slice(1);

function complainOf(problem, shown, complain) {
  const fields = problem.fields ?? new Map();
  const left = [];
  let first = null;
  for (const [path, words] of fields) {
    // A complaint about `promise.amount.currency` belongs to the amount's field, one about `promise` to its first.
    const field = shown.find(f => f.name === path || path.startsWith(f.name + '.')) ?? shown.find(f => f.name.startsWith(path + '.'));
    if (field) {
      field.complain(sentence(field.label, words));
      first ??= field.input;
    } else left.push(words);
  }
  if (!first || left.length) complain(sentence('', left.join('; ') || problem.message));
  first?.focus();
  if (!problem.fields) throw problem;
}
