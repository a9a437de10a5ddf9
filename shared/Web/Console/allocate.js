// The dialog that says which invoices a payment settles: of one account or of several, and who has what is left.

import { get, post, query as toQuery, url } from './api.js';
import { ask } from './dialog.js';
import { fill, h, table, tell } from './dom.js';
import { amount } from './form.js';
import { day, money } from './format.js';

// Amounts are added in thousandths, which every currency has at most: sums of halves of cents would show.
const scale = 1000;
const thousandths = value => Math.round(value * scale);

// Two decimals, or the third of a currency that has it.
const plain = value => /\.\d{3}/.test(String(value)) ? String(value) : value.toFixed(2);

/** A problem that is shown in the dialog, about no field of the form. */
const complaint = words => Object.assign(new Error(words), { fields: new Map() });

export async function allocate(payment, reload) {
  const known = await get(url`/api/payments/${payment.id}`);
  const search = h('input', { type: 'search', 'aria-label': 'Search an account', placeholder: 'Name or code', autocomplete: 'off' });
  const found = h('div', { 'aria-live': 'polite' });
  const chosen = h('div');
  const left = h('p', { class: 'left', role: 'status' });
  const rest = h('select', { 'aria-label': 'Who has what is left', onchange: () => draw() });
  const restField = h('div', { class: 'field', hidden: true }, h('label', null, 'What is left is credit of', rest));
  // Each account with its open invoices, and the field of how much of each is settled.
  let accounts = [];

  const parts = () => accounts.flatMap(account => account.rows.map(row => ({ row, value: amount(row.input.value.trim() || '0') })));
  const leftover = () => parts().reduce((sum, { value }) => sum - (Number.isFinite(value) ? thousandths(value) : 0), thousandths(payment.amount.amount)) / scale;

  function draw() {
    const over = leftover();
    const value = { amount: Math.abs(over), currency: payment.amount.currency };
    fill(left, over < 0 ? [money(value), ' more than the payment'] : over > 0 ? ['Left: ', money(value)] : 'All of it is allocated.');
    left.classList.toggle('late', over < 0);
    restField.hidden = !(over > 0 && accounts.length > 1);
  }

  function redraw() {
    const before = rest.value;
    fill(rest, accounts.map(account => h('option', { value: account.code, selected: account.code === before }, `${account.name} (${account.code})`)));
    fill(chosen, accounts.map(account => h('section', { 'aria-label': account.name },
      h('h3', null, account.name, ' ', h('small', null, account.code), ' ',
        h('button', { type: 'button', class: 'quiet', 'aria-label': `Leave out ${account.name}`, onclick: () => remove(account) }, 'Leave out')),
      account.rows.length ? table(`Open invoices of ${account.name}`, [
        { title: 'Invoice', main: true, cell: row => row.invoice },
        { title: 'Due', cell: row => row.due ? day(row.due) : 'settled by this payment' },
        { title: 'Open', num: true, cell: row => money(row.open) },
        { title: 'Settles', num: true, cell: row => row.input },
      ], account.rows) : h('p', { class: 'empty' }, 'Nothing is open on this account: all of it would be credit.'))));
    draw();
  }

  function remove(account) {
    accounts = accounts.filter(one => one !== account);
    redraw();
    search.focus();
  }

  // The oldest invoices are proposed; or what a suggestion says, or what the payment has settled so far, which is open to it again.
  async function add(code, { told, own } = {}) {
    if (accounts.some(account => account.code === code)) return;
    const { account, position } = await get(url`/api/accounts/${code}`);
    const amounts = new Map((told ?? own ?? []).map(part => [part.invoice, part.amount.amount]));
    let remaining = Math.max(0, leftover());
    const rows = openInvoices(position, own ?? []).map(({ invoice, due, open }) => {
      const wanted = told || own ? amounts.get(invoice) ?? 0 : Math.min(remaining, open.amount);
      remaining = Math.max(0, (thousandths(remaining) - thousandths(wanted)) / scale);
      return { invoice, due, open, input: h('input', {
        inputmode: 'decimal', autocomplete: 'off', 'aria-label': `Settles of ${invoice}`, value: wanted > 0 ? plain(wanted) : '', oninput: draw }) };
    });
    accounts.push({ code: account.code, name: account.name, rows });
    fill(found);
    search.value = looked = '';
    redraw();
    (chosen.lastElementChild?.querySelector('input') ?? search).focus();
  }

  const choice = (name, code, figure, told) => h('li', null, h('button', { type: 'button', class: 'quiet', onclick: () => run(() => add(code, { told })) },
    name, ' ', h('small', null, code), figure));
  const run = work => work().catch(problem => fill(found, h('p', { class: 'complaint', role: 'alert' }, problem.message)));

  // Leaving the field must not draw the choices anew under the click that leaves it.
  let looked = '';
  async function look() {
    const text = search.value.trim();
    if (text === looked) return;
    looked = text;
    if (!text) return fill(found);
    const page = await get('/api/accounts' + toQuery({ query: text }));
    const exact = page.items.find(row => row.account.toUpperCase() === text.toUpperCase());
    if (exact) return add(exact.account);
    fill(found, page.items.length ? h('ul', { class: 'choices' }, page.items.slice(0, 8).map(row => choice(row.name, row.account, money(row.owing))))
      : h('p', { class: 'empty' }, 'No account is called that.'));
  }

  ask({
    title: 'Allocate a payment',
    intro: [money(payment.amount), ' from ', payment.payer ?? 'an unknown payer', payment.reference && ` – “${payment.reference}”`],
    extra: [
      h('div', { class: 'field' }, h('label', null, 'Add an account', search)), found,
      known.suggestions.length > 0 && h('ul', { class: 'choices', 'aria-label': 'Suggested' }, known.suggestions.map(one =>
        choice(one.accountName ?? one.account, one.account, h('b', { class: 'sure' }, `${one.confidence} %`), one.allocations))),
      chosen, left, restField,
    ],
    submit: 'Allocate', fields: [],
    send: async () => {
      if (!accounts.length) throw complaint('Add the account whose payment it is.');
      const allocations = parts().filter(({ value }) => value !== 0).map(({ row, value }) => ({ invoice: row.invoice, amount: value }));
      await post(url`/api/payments/${payment.id}/allocate`, { allocations, account: rest.value || accounts[0].code });
      tell('The payment is allocated.');
      await reload();
    },
  });
  search.addEventListener('change', () => run(look));
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') event.preventDefault(), run(look);
  });
  draw();
  if (payment.account) await run(() => add(payment.account, payment.allocations.length ? { own: payment.allocations } : {}));
  else search.focus();
}

// The instalments of an invoice are settled together, earliest first.
function openInvoices(position, own) {
  const sums = new Map();
  const put = (invoice, due, open) => {
    const known = sums.get(invoice);
    if (known) known.open = { ...open, amount: (thousandths(known.open.amount) + thousandths(open.amount)) / scale };
    else sums.set(invoice, { invoice, due, open });
  };
  for (const item of position.months.flatMap(month => month.items)) {
    if (item.kind === 'invoice') put(item.invoice, item.due, item.open);
  }
  for (const part of own) put(part.invoice, '', part.amount);
  return [...sums.values()].sort((a, b) => a.due < b.due ? -1 : a.due > b.due ? 1 : 0);
}
