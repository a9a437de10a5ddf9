// One task: what to say and what was said first, then what came of it, and what follows from that.

import { get, me, post, url } from './api.js';
import { confirm } from './dialog.js';
import { empty, facts, fill, h, line, link, section } from './dom.js';
import { draftOf } from './drafts.js';
import { contactFields, disputeFields, openInvoices, promiseFields } from './fields.js';
import { form } from './form.js';
import { badge, due, instant, mail, money, phone, words } from './format.js';
import { claim, nextTask, worklistPlace } from './worklist.js';

const newContact = () => contactFields({ prefix: 'contact.', required: false });

// What a call can come to (R25), grouped as a clerk thinks of it, with the fields that each outcome needs besides a note.
const callOutcomes = [
  ['Reached', {
    'reached-promise': ['They promise to pay', () => promiseFields({ prefix: 'promise.' })],
    'reached-paid-claim': ['They say it is paid'],
    'reached-dispute': ['They dispute an invoice', known => disputeFields({ prefix: 'dispute.', items: openInvoices(known) })],
    'reached-plan-wanted': ['They want instalments'],
    'reached-refused': ['They refuse'],
    abusive: ['Abusive'],
  }],
  ['Not reached', {
    gatekeeper: ['Accounts not in', known => [{ name: 'callbackAt', label: 'Call back at', kind: 'time',
      hint: `Left empty: the next office day.${known ? ` The customer’s time zone is ${known.account.timeZone}.` : ''}` }]],
    'no-answer': ['No answer'],
    voicemail: ['Voicemail'],
    disconnected: ['Out of service', newContact],
    'wrong-number': ['Wrong number', newContact],
  }],
];

const done = ['', { done: ['Done'] }];

// The kinds of task that end otherwise than simply done.
const outcomesOf = {
  call: callOutcomes,
  visit: [...callOutcomes, ['Otherwise', done[1]]],
  'management-call': [...callOutcomes, ['Otherwise', done[1]]],
  'boss-call': [...callOutcomes, ['Otherwise', done[1]]],
  'check-letter': [['', { sent: ['It was sent'], 'not-sent': ['It was not sent'] }]],
  'find-contact': [['', { done: ['Done', newContact] }]],
  'find-number': [['', { done: ['Done', newContact] }]],
};

export async function task({ id }) {
  const { task: item } = await get(url`/api/tasks/${id}`);
  const known = item.account && await get(url`/api/accounts/${item.account}`);
  const isOpen = item.status === 'open';
  const isPayment = isOpen && item.kind === 'match-payment' && known;
  return [
    h('p', { class: 'path' }, h('a', { href: worklistPlace() }, 'Worklist')),
    h('h1', null, words(item.kind), ' – ', item.accountName ?? 'the company'),
    h('p', { class: 'why' }, item.why),
    facts([
      ['Owing', item.owing && h('strong', null, money(item.owing))],
      ['Number', item.phone && h('strong', null, phone(item.phone))],
      ['Whom', item.contact && [item.contact.name, h('small', null, words(item.contact.role))]],
      ['Email', mail(item.contact?.email)],
      ['Due', due(item.dueAt)],
      ['Account', item.account && link('accounts', item.account, item.account)],
      ['Supply', known?.case.onStop && badge('stopped', 'bad')],
      ['Taken by', isOpen && claim(item)],
    ]),
    h('div', { class: 'split' },
      h('div', null,
        section('Script', item.script
          ? h('pre', { class: 'script', tabindex: 0, role: 'group', 'aria-label': 'Script' }, item.script)
          : empty('This kind of task has no script.')),
        section('What happened before', history(item.history))),
      h('aside', { class: 'card' }, isPayment ? likelyPayments(known.case.suspected)
        : !isOpen ? ended(item) : me.mayDo(item) ? completion(item, known) : aManagers())),
  ];
}

// Such a task ends by itself, when somebody has said whose the payment is.
const likelyPayments = suspected => section('Whose is it?',
  h('p', { class: 'hint' }, 'Open the payment and say so; this task then ends by itself. Letters and calls wait until then.'),
  h('ul', { class: 'lines' }, suspected.map(payment => h('li', null,
    line('payments', payment.paymentId, ['The payment of ', money(payment.amount)]), h('small', null, payment.why)))));

function history(lines) {
  if (!lines.length) return empty('No contact so far.');
  return h('ol', { class: 'history' }, lines.map(line => h('li', null,
    h('p', null, instant(line.at), h('b', null, words(line.kind)), h('small', null, line.by)), h('p', null, line.text))));
}

const aManagers = () => section('What came of it', h('p', { class: 'hint' }, 'This task is a manager’s: only a manager can say what came of it.'));

function ended(item) {
  const draft = draftOf(`tasks/${item.id}`);
  const typed = draft.read()?.values.note;
  const left = typed && h('div', null, h('p', { class: 'restored' }, 'You had typed this, and it was not sent: the task ended first. ',
    h('button', { type: 'button', class: 'quiet', onclick: () => {
      draft.drop();
      left.remove();
    } }, 'Discard it')), h('pre', { class: 'script' }, typed));
  return section('What came of it',
    facts([['Outcome', badge(item.outcome ?? item.status)], ['Note', item.note], ['When', instant(item.closedAt)]]), left);
}

// A debt that is with an agency does not come back: handing over asks twice (R13), with what is owing at this moment.
async function mayComplete(item) {
  if (item.kind !== 'agency') return true;
  const { task: now } = await get(url`/api/tasks/${item.id}`);
  return confirm({
    title: `Hand ${now.accountName} over to the agency?`,
    intro: [h('strong', null, `${now.accountName} (${now.account}), `, money(now.owing)),
      '. From then on the agency collects it: letters and calls of your own end. This cannot be taken back here.'],
    yes: 'Hand over',
  });
}

function completion(item, known) {
  const groups = outcomesOf[item.kind] ?? [done];
  const all = Object.assign({}, ...groups.map(([, outcomes]) => outcomes));
  const only = Object.keys(all).length === 1 ? Object.keys(all)[0] : null;
  const draft = draftOf(`tasks/${item.id}`);
  const before = draft.read()?.outcome;
  let chosen = only ?? (before in all ? before : null);
  const fieldsOf = outcome => [...all[outcome][1]?.(known) ?? [], { name: 'note', label: 'Note', kind: 'long', hint: 'For whoever comes next.' }];
  const body = form({
    fields: chosen ? fieldsOf(chosen) : [],
    submit: 'Complete the task',
    draft,
    besides: () => ({ outcome: chosen }),
    send: async answers => {
      if (!await mayComplete(item)) return false;
      const after = await post(url`/api/tasks/${item.id}/complete`, { ...answers, outcome: chosen });
      const aside = body.closest('aside');
      fill(aside, await whatComesNext(item, after));
      // The clerk's hands are on the keyboard: Enter goes on.
      aside.querySelector('.primary').focus();
      return true;
    },
  });
  body.hidden = !chosen;
  const choose = outcome => {
    chosen = outcome;
    body.show(fieldsOf(outcome));
    body.hidden = false;
  };
  return section('What came of it', !only && groups.map(([name, outcomes]) => h('fieldset', { class: 'outcomes' },
    h('legend', null, name),
    Object.entries(outcomes).map(([outcome, [text]]) => h('label', null,
      h('input', { type: 'radio', name: 'outcome', value: outcome, checked: outcome === chosen, onchange: () => choose(outcome) }), h('span', null, text))))), body);
}

async function whatComesNext(item, { task: after, case: effort, next }) {
  // That the next task can't be looked up is no reason to hide that this one is done.
  const following = await nextTask(item.id).catch(() => null);
  const go = following
    ? link('tasks', following.id, `Next: ${following.accountName ?? words(following.kind)}`, 'button primary')
    : h('a', { class: 'button primary', href: worklistPlace() }, 'Back to the worklist');
  return [
    section(after?.status === 'open' ? 'Noted' : 'Completed',
      effort && h('p', { role: 'status' }, 'What comes next: ', h('strong', null, next?.what ?? effort.next.what)),
      facts([['When', instant(next?.at)], ['The case', effort && badge(effort.status)], ['Still owing', effort && money(effort.owing)]])),
    h('div', { class: 'buttons' }, go, item.account && link('accounts', item.account, 'The account', 'button')),
  ];
}
