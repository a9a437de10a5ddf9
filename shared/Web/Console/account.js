// All there is to know of one account: what it owes, where its case stands and why, and what a person may do about it.

import { get, me, post, url } from './api.js';
import { ask } from './dialog.js';
import { draftOf, reopening } from './drafts.js';
import { empty, facts, h, line, link, section, table, tell } from './dom.js';
import { contactFields, disputeFields, openInvoices, promiseFields } from './fields.js';
import { badge, day, due, instant, mail, money, month, phone, today, words } from './format.js';
import { letterColumns } from './letters.js';
import { timing } from './policies.js';
import { claim } from './worklist.js';

const mostRecordLines = 40;

export async function account({ id, reload }) {
  const known = await get(url`/api/accounts/${id}`);
  const policy = await get(url`/api/policies/${known.case.policy}`).catch(() => null);
  const { account: head, case: effort } = known;
  return [
    h('p', { class: 'path' }, h('a', { href: '#/accounts' }, 'Accounts')),
    h('h1', null, head.name, ' ', h('small', null, head.code)),
    head.notes && h('p', { class: 'note' }, head.notes),
    effort.suspected.map(payment => h('p', { class: 'note' }, link('payments', payment.paymentId, ['A payment of ', money(payment.amount)]),
      ` is probably theirs: ${payment.why}. Letters and calls wait until somebody has looked at it.`)),
    facts([
      ['Owing', h('strong', null, money(known.position.owing))],
      ['Case', effort.number ? badge(effort.status) : 'none'],
      ['Supply', effort.onStop && badge('stopped', 'bad')],
      ['Calls', effort.callsBlocked && badge('blocked', 'bad')],
      ['What comes next', [effort.next.what, effort.next.at && h('small', null, instant(effort.next.at))]],
    ]),
    actions(known, reload),
    h('div', { class: 'split wide' },
      h('div', null, position(known.position), theCase(known, policy), tasks(known), lettersOf(known), record(known.record)),
      h('aside', null, customer(known), promises(known.promises), disputes(known, reload), holds(known, reload))),
  ];
}

function actions({ account: head, case: effort, ...known }, reload) {
  const base = url`/api/accounts/${head.code}/`;
  const action = (name, what) => {
    const form = `accounts/${head.code}/${what.to}`;
    const open = () => ask({
      title: `${name}: ${head.name}`, submit: name, draft: draftOf(form), ...what,
      send: async (body, key) => {
        const after = await post(base + what.to, what.shape ? what.shape(body) : body, key);
        tell(after?.next ? `Noted. What comes next: ${after.next.what}` : 'Noted.');
        await reload();
      },
    });
    if (reopening.takes(form)) open();
    return h('button', { type: 'button', onclick: open }, name);
  };
  return h('div', { class: 'buttons', role: 'group', 'aria-label': 'Actions' },
    action('Promise', { to: 'promises', fields: promiseFields() }),
    action('Dispute', { to: 'disputes', fields: disputeFields({ items: openInvoices(known) }) }),
    !effort.hold && action('Hold', { to: 'holds', intro: 'Nothing is sent and nobody calls until the hold ends.', fields: [
      { name: 'until', label: 'Until', kind: 'date', min: today(), required: true, hint: 'The day on which the hold ends by itself.' },
      { name: 'reason', label: 'Reason', kind: 'long', required: true },
      { name: 'owner', label: 'Who looks after it', hint: 'Left empty: you.' }] }),
    action('Note', { to: 'notes', fields: [{ name: 'text', label: 'Note', kind: 'long', required: true }] }),
    action('Contact', { to: 'contacts', intro: 'A contact of the same role and name is changed.', fields: contactFields() }),
    me.isManager() && action(effort.onStop ? 'Release supply' : 'Stop supply', {
      to: 'supply', fields: [], shape: () => ({ stop: !effort.onStop }) }));
}

/** Days past due: the field's name and the words for it. */
export const buckets = [
  ['notDue', 'Not due'], ['days1To30', '1–30 days'], ['days31To60', '31–60'], ['days61To90', '61–90'], ['over90', 'Over 90']];

function position(at) {
  if (!at.months.length) return section('Position', empty('Nothing is open.'));
  const rows = at.months.toReversed().flatMap(months => [{ months }, ...months.items.map(item => ({ item }))]);
  return section('Position',
    facts([
      ['Owing before credit', money(at.grossOwing)], ['Unapplied credit', at.unappliedCredit.amount ? money(at.unappliedCredit) : null],
      ['Disputed', at.disputedOwing.amount ? money(at.disputedOwing) : null], ['Not yet owing', money(at.notYetOwing)],
      ['Balance', money(at.balance)], ['Oldest due', day(at.oldestDue)]]),
    ages(at.buckets),
    table('Open invoices, the newest month first', [
      { title: 'Month', cell: row => row.months && h('b', null, month(row.months.month)) },
      { title: 'Invoice', main: true, cell: ({ item, months }) =>
        item ? [item.invoice, item.part ? `/${item.part}` : '', item.kind === 'credit' && h('small', null, 'credit note')]
          : months.owing.amount ? ['of this owing ', money(months.owing)] : 'not owing yet' },
      { title: 'Issued', cell: ({ item }) => day(item?.issued) },
      { title: 'Due', cell: ({ item }) => [
        day(item?.due), item?.daysPastDue > 0 && item.kind !== 'credit' && h('small', null, `${item.daysPastDue} days past`)] },
      { title: 'Amount', num: true, cell: ({ item }) => money(item?.amount) },
      { title: 'Disputed', num: true, cell: ({ item }) => item?.disputed.amount ? money(item.disputed) : '' },
      { title: 'Open', num: true, cell: ({ item, months }) => item ? money(item.open) : h('b', null, money(months.open)) },
    ], rows, { rowAttributes: row => row.months && { class: 'group' } }));
}

/** Amounts by age, as a bar and as figures; the bar only repeats what the figures say. */
export function ages(sums) {
  const total = buckets.reduce((sum, [key]) => sum + Math.max(0, sums[key].amount), 0);
  const share = key => total ? Math.max(0, sums[key].amount) / total : 0;
  const part = key => {
    const piece = h('span', { class: key });
    piece.style.flexGrow = String(share(key));
    return piece;
  };
  return [
    h('div', { class: 'ages', 'aria-hidden': 'true' }, buckets.filter(([key]) => share(key) > 0).map(([key]) => part(key))),
    h('dl', { class: 'facts ages-key' }, buckets.map(([key, name]) =>
      h('div', { class: key }, h('dt', null, name), h('dd', null, money(sums[key]))))),
  ];
}

function theCase({ case: effort }, policy) {
  if (!effort.number) return section('Case', empty('There has never been a case on this account.'));
  const steps = policy?.version === effort.policyVersion ? policy.settings.steps : null;
  return section('Case',
    facts([
      ['Effort', `${effort.number}`],
      ['Opened', day(effort.openedOn)],
      ['Closed', effort.closedOn && [day(effort.closedOn), ', ', words(effort.closeReason).toLowerCase()]],
      ['Policy', `${effort.policy}, version ${effort.policyVersion}`],
      ['Waits for', effort.waiting && [words(effort.waiting.for), effort.waiting.until && [', until ', day(effort.waiting.until)]]],
      ['Broken promises', effort.brokenPromises || null],
      ['Calls that reached nobody', effort.failedCalls || null],
      ['Last date given', day(effort.lastDate)],
    ]),
    effort.status !== 'closed' && effort.ladders.map(one => ladder(one, steps)));
}

// The steps of the policy with the present one marked; a case under an older version of it shows its present step alone.
function ladder({ invoice, step, state, nextOn }, steps) {
  const at = step ? steps?.findIndex(one => one.name === step) : steps?.length;
  const standing = step ? [h('strong', null, step), ' ', words(state).toLowerCase(), ', ', day(nextOn)] : ['The ladder is at its end.'];
  return [
    h('p', null, invoice && `What came back of ${invoice}: `, standing),
    steps && h('ol', { class: 'ladder' }, steps.map((one, index) => h('li', {
      class: index < at ? 'past' : null, 'aria-current': index === at ? 'step' : null, title: `${words(one.kind)}: ${timing(one)}` }, one.name))),
  ];
}

function customer({ account: head, contacts, class: payer }) {
  return section('Customer',
    facts([
      ['Pays', [badge(payer.class), ' ', h('small', null, payer.settled
        ? `${payer.late} of ${payer.settled} invoices late${payer.late ? `, by ${payer.averageDaysLate} days on average` : ''}`
        : 'no invoice settled yet')]],
      ['Terms', head.terms], ['Policy', head.policy], ['Salesperson', head.salesRep], ['Billed to', head.billingAccount],
      ['Credit limit', money(head.creditLimit)], ['Status', head.status === 'active' ? '' : head.status], ['Customer since', day(head.customerSince)],
      ['Payment reference', head.paymentReference], ['Where', `${head.region}, ${head.timeZone}`],
    ]),
    contacts.length ? h('ul', { class: 'people' }, contacts.map(contact => h('li', null,
      h('b', null, contact.name), h('small', null, words(contact.role)),
      h('span', null, phone(contact.phone)), h('span', null, mail(contact.email), contact.bounced && [' ', badge('bounced')]))))
      : empty('There is nobody to write to or to call. Add a contact.'));
}

const promises = list => section('Promises', list.length
  ? h('ul', { class: 'lines' }, list.map(promise => h('li', null,
    money(promise.amount), ' for ', day(promise.date), ' ', badge(promise.state),
    h('small', null, 'made ', day(promise.madeOn), promise.received?.amount ? [', received ', money(promise.received)] : ''))))
  : empty('None.'));

function disputes({ account: head, disputes: list }, reload) {
  const resolve = dispute => ask({
    title: `Dispute of invoice ${dispute.invoice}`, submit: 'Resolve',
    fields: [{ name: 'how', label: 'How did it end?', kind: 'choice', required: true,
      options: [['credited', 'Credited: the credit is posted'], ['rejected', 'Rejected: it is chased again, from the first step']] }],
    send: async body => {
      await post(url`/api/accounts/${head.code}/disputes/${dispute.id}/resolve`, body);
      tell('The dispute is over.');
      await reload();
    },
  });
  return section('Disputes', list.length
    ? h('ul', { class: 'lines' }, list.map(dispute => h('li', null,
      money(dispute.amount), ` of ${dispute.invoice}: `, words(dispute.kind).toLowerCase(), ' ', badge(dispute.state),
      h('small', null, 'since ', day(dispute.openedOn), dispute.owner && `, with ${dispute.owner}`,
        dispute.state === 'open' && [', looked at again ', day(dispute.lookAgainOn)]),
      dispute.note && h('p', null, dispute.note),
      dispute.state === 'open' && h('button', { type: 'button', class: 'quiet', onclick: () => resolve(dispute) }, 'Resolve'))))
    : empty('None.'));
}

function holds({ account: head, holds: list }, reload) {
  const lift = hold => ask({
    title: 'Lift the hold', intro: hold.reason, submit: 'Lift it', fields: [],
    send: async () => {
      await post(url`/api/accounts/${head.code}/holds/${hold.id}/lift`);
      tell('The hold is lifted.');
      await reload();
    },
  });
  return list.length > 0 && section('Hold', h('ul', { class: 'lines' }, list.map(hold => h('li', null,
    hold.reason, h('small', null, 'until ', day(hold.until), `, by ${hold.owner}`),
    h('button', { type: 'button', class: 'quiet', onclick: () => lift(hold) }, 'Lift')))));
}

function tasks({ tasks: list, account: head }) {
  return section('Tasks', list.length ? table('Tasks', [
    { title: 'Due', cell: task => task.status === 'open' ? due(task.dueAt) : instant(task.closedAt) },
    { title: 'What', main: true, cell: task => [
      line('tasks', task.id, words(task.kind)), h('small', null, task.step)] },
    { title: 'Why', wide: true, cell: task => [task.why, task.note && h('small', null, task.note)] },
    { title: 'State', cell: task => task.status === 'open' ? claim({ ...task, accountName: head.name }) : badge(task.outcome ?? task.status) },
  ], list) : empty('No tasks.'));
}

const lettersOf = ({ letters: list }) => section('Letters', list.length
  ? table('Letters, the newest first', letterColumns({ withAccount: false }), list) : empty('No letter has gone out.'));

// The newest comes first here, because the question is mostly "what happened last, and why?".
function record(lines) {
  if (!lines.length) return section('Record', empty('Nothing has happened yet.'));
  const newest = lines.toReversed();
  const place = h('div');
  const show = count => place.replaceChildren(table('The record, the newest first', [
    { title: 'When', cell: line => instant(line.at) },
    { title: 'What', main: true, cell: line => words(line.kind) },
    { title: 'Why', wide: true, cell: line => `${line.why} (${line.rule})` },
    { title: 'By', cell: line => line.by },
  ], newest.slice(0, count)));
  show(mostRecordLines);
  const all = newest.length > mostRecordLines && h('button', { type: 'button', onclick: () => {
    show(newest.length);
    all.remove();
  } }, `Show all ${newest.length} lines`);
  return section('Record', place, all);
}
