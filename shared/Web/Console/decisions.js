// What a person can say of a payment, each with a dialog that says what will follow before anything is done.

import { get, post, url } from './api.js';
import { ask } from './dialog.js';
import { draftOf, reopening } from './drafts.js';
import { h, tell } from './dom.js';
import { day, money } from './format.js';

const from = payment => [money(payment.amount), ' from ', payment.payer ?? 'an unknown payer', payment.reference && ` – “${payment.reference}”`];

/** A button that asks first. */
function step(payment, reload, style, { words, name, title, intro, extra, fields = [], submit, path, body, done }) {
  const form = `payments/${payment.id}/${path}`;
  const open = async () => ask({
    title, intro, extra, submit, draft: draftOf(form), fields: typeof fields === 'function' ? await fields() : fields,
    send: async answers => {
      await post(url`/api/payments/${payment.id}/` + path, body ?? answers);
      tell(done);
      await reload();
    },
  });
  if (reopening.takes(form)) open();
  return h('button', {
    type: 'button', class: style, 'aria-label': `${name ?? words} – the payment of ${payment.payer ?? 'an unknown payer'}`, onclick: open,
  }, words);
}

const nameOf = one => one.accountName ?? one.account;

/** What a payment settles, and what is left of it. */
export const settles = (allocations, rest) => h('ul', { class: 'lines' },
  allocations.map(part => h('li', null, part.invoice, ' ', money(part.amount))),
  rest?.amount > 0 && h('li', null, 'Unapplied credit ', money(rest)),
  !allocations.length && !rest?.amount && h('li', null, 'Nothing'));

function restOf(payment, allocations) {
  const scale = 1000;
  const taken = allocations.reduce((sum, part) => sum + Math.round(part.amount.amount * scale), 0);
  return { amount: (Math.round(payment.amount.amount * scale) - taken) / scale, currency: payment.amount.currency };
}

export const apply = (payment, one, reload, style) => step(payment, reload, style, {
  words: `Apply to ${nameOf(one)}`, title: `Apply to ${nameOf(one)}?`,
  intro: [...from(payment), h('br'), h('small', null, `${one.account}; ${one.confidence} % certain: ${one.why}`)],
  extra: [h('h3', null, 'It settles'), settles(one.allocations, restOf(payment, one.allocations))],
  submit: 'Apply', path: 'accept', body: { account: one.account }, done: `The payment is ${nameOf(one)}’s.`,
});

export const refuse = (payment, one, reload, style) => step(payment, reload, style, {
  words: 'Not theirs', name: `Not theirs, ${nameOf(one)}`, title: `Not ${nameOf(one)}’s?`,
  intro: [...from(payment), h('br'), one.holds ? 'Their letters and calls go on. ' : '', 'This payment is not suggested to them again.'],
  submit: 'Not theirs', path: 'reject', body: { account: one.account }, done: `The payment is not ${nameOf(one)}’s.`,
});

export const setAside = (payment, reload, style) => step(payment, reload, style, {
  words: 'Set aside…', title: 'Set a payment aside?',
  intro: [...from(payment), h('br'), 'For money that is no customer’s: a refund, a loan, the owner’s own. It waits no more; “Undo” brings it back.'],
  fields: [{ name: 'note', label: 'What it is', required: true, maxlength: 200 }],
  submit: 'Set aside', path: 'set-aside', done: 'The payment is set aside.',
});

export const undo = (payment, reload, style) => step(payment, reload, style, {
  words: 'Undo', title: payment.status === 'ignored' ? 'Bring a payment back?' : `Take it from ${nameOf(payment)}?`,
  intro: [...from(payment), h('br'), payment.status === 'ignored' ? 'It waits again for somebody to say whose it is.'
    : 'What it settled is owing again, and they may be written to and called. It is not suggested to them again.'],
  extra: payment.allocations.length > 0 && [h('h3', null, 'It settled'), settles(payment.allocations)],
  submit: 'Undo', path: 'undo', done: 'The payment is nobody’s again.',
});

export const undoes = (payment, reload, style) => step(payment, reload, style, {
  words: 'Which payment…', title: 'Which payment came back?',
  intro: [...from(payment), h('br'), 'What that payment settled is owing again.'],
  fields: async () => [await mayHaveComeBack(payment)],
  submit: 'It undoes that one', path: 'undoes', done: 'What that payment settled is owing again.',
});

// The matched payments of the same feed that were large enough, the newest first; one that is older is named by its id.
async function mayHaveComeBack(payment) {
  const field = { name: 'payment', label: 'Payment', required: true };
  const feed = payment.id.slice(0, payment.id.indexOf(':') + 1);
  const page = await get('/api/payments?status=matched&limit=500').catch(() => ({ items: [] }));
  const options = page.items
    .filter(one => one.id.startsWith(feed) && !one.reversed && !one.isReversal && one.amount.currency === payment.amount.currency && one.amount.amount >= payment.amount.amount)
    // What was as much is the likeliest.
    .sort((a, b) => (b.amount.amount === payment.amount.amount) - (a.amount.amount === payment.amount.amount))
    .map(one => [one.id, `${day(one.bookedOn).textContent}, ${money(one.amount).textContent} from ${one.payer ?? 'an unknown payer'}, ${one.account}`]);
  return options.length ? { ...field, kind: 'choice', options }
    : { ...field, hint: 'Its id: the feed’s name, a colon and the bank’s id; the payment’s own page has it in its address.' };
}
