// Payments: those that nobody could match come first, with whose they may be and what a person can say of that.

import { get, url } from './api.js';
import { allocate } from './allocate.js';
import { empty, facts, h, line, link, section, table, tell } from './dom.js';
import { badge, day, instant, money } from './format.js';
import { filters, pages } from './list.js';
import { apply, refuse, setAside, settles, undo, undoes } from './decisions.js';

const nothing = {
  unmatched: 'Every payment is matched.', matched: 'No payment has been matched yet.', ignored: 'No payment has been set aside.',
};

export async function payments({ query, reload }) {
  const status = query.get('status') ?? 'unmatched';
  return [
    h('h1', null, 'Payments'),
    filters('#/payments', { status }, [{ name: 'status', label: 'Status', options: [
      ['unmatched', 'Unmatched'], ['matched', 'Matched'], ['ignored', 'Set aside']] }]),
    await pages({
      path: '/api/payments',
      values: { status },
      caption: 'Payments, the newest first',
      columns: [
        { title: 'Booked', cell: payment => day(payment.bookedOn) },
        { title: 'Payer', main: true, cell: payment => [line('payments', payment.id, payment.payer ?? 'Unknown payer'), h('small', null, payment.reference)] },
        { title: 'Amount', num: true, cell: payment => [money(payment.amount), payment.reversed && badge('reversed', 'bad')] },
        ...status === 'unmatched' ? unmatchedColumns : [
          { title: 'Account', cell: payment => payment.account && [link('accounts', payment.account, payment.accountName ?? payment.account), h('small', null, payment.account)] },
          { title: 'Unapplied', num: true, cell: payment => payment.account && payment.unapplied?.amount ? money(payment.unapplied) : '' },
          { title: 'Why', wide: true, cell: payment => payment.why }],
        { title: 'What to do', cell: payment => steps(payment, reload, 'quiet') },
      ],
      nothing: [nothing[status] ?? 'There is no such payment.'],
    }),
  ];
}

const unmatchedColumns = [{ title: 'Whose it may be', wide: true, cell: payment => {
  const [best, ...others] = payment.suggestions;
  if (payment.isReversal) return [badge('came back', 'bad'), ' ', payment.why];
  return best
    ? [link('accounts', best.account, best.accountName ?? best.account), ' ', sure(best), best.holds && [' ', badge('contacts wait', 'warn')],
      h('small', null, best.why), others.length > 0 && h('small', null, `Or ${others.map(other => `${other.accountName ?? other.account} (${other.confidence} %)`).join(', ')}`)]
    : payment.why;
} }];

const sure = ({ confidence }) => h('b', { class: 'sure' }, `${confidence} %`);

/** One payment: what the bank told, whose it may be as the ledger stands now, and what a person can say of it. */
export async function payment({ id, reload }) {
  const known = await get(url`/api/payments/${id}`);
  return [
    h('p', { class: 'path' }, h('a', { href: '#/payments' }, 'Payments')),
    h('h1', null, money(known.amount), ' from ', known.payer ?? 'an unknown payer'),
    h('p', { class: 'why' }, known.why),
    facts([
      ['State', [badge(known.status === 'ignored' ? 'set-aside' : known.status), known.reversed && [' ', badge('reversed', 'bad')]]],
      ['Account', known.account && link('accounts', known.account, known.accountName ?? known.account)],
      ['What the payer wrote', known.reference],
      ['Structured reference', known.structuredReference],
      ['The payer’s account', known.payerAccount],
      ['Booked', day(known.bookedOn)],
      ['Taken in', instant(known.receivedAt)],
      ['Undoes', known.undoes && link('payments', known.undoes, known.undoes)],
      ['Said not to be', known.refused.join(', ')],
    ]),
    h('div', { class: 'buttons', role: 'group', 'aria-label': 'Actions' }, steps({ ...known, suggestions: [] }, reload, null)),
    known.status === 'matched' && !known.isReversal && section('What it settles', settles(known.allocations, known.unapplied)),
    known.status === 'unmatched' && !known.isReversal && section('Whose it may be', suggestions(known, reload)),
  ];
}

function suggestions(known, reload) {
  if (!known.suggestions.length) return empty('Nothing tells whose it is. Search the account by “Allocate…”.');
  return table('Whose it may be, the likeliest first', [
    { title: 'Account', main: true, cell: one => [line('accounts', one.account, one.accountName ?? one.account), h('small', null, one.account)] },
    { title: 'Certain', num: true, cell: sure },
    { title: 'Why', wide: true, cell: one => [one.why, one.holds && h('small', null, 'Their letters and calls wait until somebody has said so.')] },
    { title: 'Would settle', cell: one => one.allocations.length ? one.allocations.map(part => h('span', { class: 'line' }, part.invoice, ' ', money(part.amount))) : 'nothing: credit' },
    { title: 'What to do', cell: one => h('span', { class: 'claim steps' }, apply(known, one, reload, 'quiet'), refuse(known, one, reload, 'quiet')) },
  ], known.suggestions);
}

// The buttons of what a person can say of a payment as it stands.
function steps(known, reload, style) {
  const best = known.suggestions[0];
  const button = (words, onclick) => h('button', { type: 'button', class: style, onclick, 'aria-label': `${words} – the payment of ${known.payer ?? 'an unknown payer'}` }, words);
  const other = words => button(words, () => allocate(known, reload).catch(problem => tell(problem.message)));
  const shown = known.status === 'unmatched'
    ? known.isReversal
      ? [undoes(known, reload, style), setAside(known, reload, style)]
      : [best && apply(known, best, reload, style), best && refuse(known, best, reload, style), other(best ? 'Other…' : 'Allocate…'), setAside(known, reload, style)]
    : known.status === 'matched' && !known.reversed && !known.isReversal
      ? [undo(known, reload, style), other('Allocate…')]
      : [known.status === 'ignored' && known.byHand && undo(known, reload, style)];
  return h('span', { class: 'claim steps' }, shown);
}
