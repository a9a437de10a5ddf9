// Two reports for people: what is owed by age, and what was done. Both can be had as CSV.

import { get, getFile, query as toQuery } from './api.js';
import { ages, buckets } from './account.js';
import { empty, fill, h, line, section, table, tell } from './dom.js';
import { day, money, today, words } from './format.js';

const mostRows = 100;

export async function reports({ query }) {
  const asOf = query.get('asOf') ?? '';
  const [aging, activity] = await Promise.all(['aging', 'activity'].map(name => get(`/api/reports/${name}` + toQuery({ asOf }))));
  const input = h('input', { type: 'date', id: 'as-of', value: aging.asOf });
  input.addEventListener('change', () => { location.hash = '#/reports' + toQuery({ asOf: input.value }); });
  return [
    h('h1', null, 'Reports'),
    h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, h('label', { for: 'as-of' }, 'As of'), input),
    section('Aging', agingOf(aging), csv('aging', asOf)),
    section('Activity', activityOf(activity), csv('activity', asOf)),
  ];
}

function agingOf({ totals, rows }) {
  if (!rows.length) return empty('Nothing is open.');
  const columns = [
    { title: 'Account', main: true, cell: row => [
      line('accounts', row.account, row.name), h('small', null, row.account)] },
    ...[...buckets, ['unapplied', 'Unapplied'], ['balance', 'Balance']].map(([key, title]) => (
      { title, num: true, cell: row => row[key].amount ? money(row[key]) : '' })),
  ];
  const byBalance = rows.toSorted((a, b) => b.balance.amount - a.balance.amount);
  const show = count => table('What each account owes by age, the largest first', columns, byBalance.slice(0, count));
  const place = h('div', null, show(mostRows));
  const all = rows.length > mostRows && h('button', { type: 'button', onclick: () => {
    fill(place, show(rows.length));
    all.remove();
  } }, `Show all ${rows.length} accounts`);
  return [
    totals.map(total => [h('h3', null, `${total.accounts} accounts, `, money(total.balance)), ages(total)]),
    place,
    all,
  ];
}

// One line a day, one column for each kind of thing that happened at all.
function activityOf({ rows, from, asOf }) {
  if (!rows.length) return empty('Nothing happened between ', day(from), ' and ', day(asOf), '.');
  const kinds = [...new Set(rows.map(row => row.kind))];
  const days = Map.groupBy(rows, row => row.day);
  const newest = [...days].toSorted(([a], [b]) => b.localeCompare(a));
  const counts = newest.map(([date, list]) => ({ date, of: new Map(list.map(row => [row.kind, row.count])) }));
  return h('div', { class: 'wide-table', tabindex: 0, role: 'region', 'aria-label': 'Activity by day' }, table('How often what happened', [
    { title: 'Day', main: true, cell: row => day(row.date) },
    ...kinds.map(kind => ({ title: words(kind), num: true, cell: row => row.of.has(kind) ? String(row.of.get(kind)) : '' })),
  ], counts, { style: null }));
}

// A plain link could not carry the token, so the file is fetched and handed to the browser.
const csv = (name, asOf) => h('p', null, h('button', { type: 'button', onclick: async () => {
  try {
    const file = URL.createObjectURL(await getFile(`/api/reports/${name}` + toQuery({ asOf }), 'text/csv'));
    h('a', { href: file, download: `${name}-${asOf || today()}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  } catch (problem) {
    tell(problem.message);
  }
} }, 'Download CSV'));
