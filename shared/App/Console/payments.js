// Payments: those that nobody could match come first, with a form to say what they settle.

import { get, post, query as toQuery, url } from './api.js';
import { ask } from './dialog.js';
import { fill, h, link, table, tell } from './dom.js';
import { amount } from './form.js';
import { badge, day, money } from './format.js';
import { filters, pages } from './list.js';

export async function payments({ query, reload }) {
  const status = query.get('status') ?? 'unmatched';
  return [
    h('h1', null, 'Payments'),
    filters('#/payments', { status }, [{ name: 'status', label: 'Status', options: [['unmatched', 'Unmatched'], ['matched', 'Matched']] }]),
    await pages({
      path: '/api/payments',
      values: { status },
      caption: 'Payments, the newest first',
      columns: [
        { title: 'Booked', cell: payment => day(payment.bookedOn) },
        { title: 'Payer', main: true, cell: payment => [payment.payer ?? 'Unknown payer', h('small', null, payment.reference)] },
        { title: 'Amount', num: true, cell: payment => money(payment.amount) },
        { title: 'Unapplied', num: true, cell: payment => payment.unapplied?.amount ? money(payment.unapplied) : '' },
        { title: 'Account', cell: payment => payment.account
          && link('accounts', payment.account, payment.account) },
        { title: 'Why', wide: true, cell: payment => [payment.why, payment.reversed && [' ', badge('reversed', 'bad')]] },
        { title: 'Settle', cell: payment => !payment.reversed && h('button', {
          type: 'button', class: 'quiet', 'data-line': true, onclick: () => allocate(payment, reload),
          'aria-label': `Allocate the payment of ${payment.payer ?? 'an unknown payer'}` }, 'Allocate') },
      ],
      nothing: status === 'unmatched' ? ['Every payment is matched.'] : ['No payment has been matched yet.'],
    }),
  ];
}

// Two decimals, or the third of a currency that has it.
const plain = number => /\.\d{3}/.test(String(number)) ? String(number) : number.toFixed(2);

// Find the account, then say how much of each open invoice the payment settles; the oldest are proposed.
async function allocate(payment, reload) {
  const search = h('input', { type: 'search', 'aria-label': 'Account', value: payment.account ?? payment.payer ?? '' });
  const found = h('div', { 'aria-live': 'polite' });
  let fields = [];
  const { body } = ask({
    title: 'Allocate a payment',
    intro: [money(payment.amount), ' from ', payment.payer ?? 'an unknown payer', payment.reference && ` – “${payment.reference}”`],
    extra: [h('div', { class: 'field' }, h('label', null, 'Account', search)), found],
    submit: 'Allocate', fields: [],
    send: async () => {
      const told = fields.map(([invoice, input]) => [invoice, input.value.trim()]).filter(([, text]) => text);
      const allocations = told.map(([invoice, text]) => ({ invoice, amount: amount(text) }));
      await post(url`/api/payments/${payment.id}/allocate`, { allocations });
      tell('The payment is allocated.');
      await reload();
    },
  });
  const look = async () => {
    const page = await get('/api/accounts' + toQuery({ query: search.value.trim() }));
    const exact = page.items.find(row => row.account === search.value.trim());
    fields = [];
    if (exact) return choose(exact.account);
    fill(found, page.items.length ? h('ul', { class: 'choices' }, page.items.slice(0, 8).map(row =>
      h('li', null, h('button', { type: 'button', class: 'quiet', onclick: () => choose(row.account) },
        row.name, ' ', h('small', null, row.account), money(row.owing)))))
      : h('p', { class: 'empty' }, 'No account is called that.'));
  };
  const choose = async code => {
    const known = await get(url`/api/accounts/${code}`);
    let left = payment.amount.amount;
    const rows = known.position.months.flatMap(months => months.items).filter(item => item.kind === 'invoice');
    fields = rows.map(item => {
      const take = Math.min(left, item.open.amount);
      left = Math.round((left - take) * 1000) / 1000;
      return [item.invoice, h('input', { inputmode: 'decimal', 'aria-label': `Settles of ${item.invoice}`, value: take > 0 ? plain(take) : '' })];
    });
    fill(found, h('p', null, h('b', null, known.account.name)), rows.length ? table('Open invoices', [
      { title: 'Invoice', main: true, cell: row => row.invoice },
      { title: 'Due', cell: row => day(row.due) },
      { title: 'Open', num: true, cell: row => money(row.open) },
      { title: 'Settles', num: true, cell: row => fields[rows.indexOf(row)][1] },
    ], rows) : h('p', { class: 'empty' }, 'Nothing is open on this account.'));
  };
  search.addEventListener('change', () => look().catch(problem => fill(found, h('p', { class: 'complaint' }, problem.message))));
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') event.preventDefault(), search.dispatchEvent(new Event('change'));
  });
  await look().catch(() => fill(found));
  (found.querySelector('input, button') ?? search ?? body).focus();
}
