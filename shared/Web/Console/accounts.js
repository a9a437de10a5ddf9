// Accounts: find one, and see at a glance where each stands.

import { h, line } from './dom.js';
import { badge, instant, money, words } from './format.js';
import { pages } from './list.js';

export async function accounts({ query }) {
  const text = query.get('query') ?? '';
  return [
    h('h1', null, text ? `Accounts matching “${text}”` : 'Accounts'),
    await pages({
      path: '/api/accounts',
      values: { query: text },
      caption: 'Accounts',
      columns: [
        { title: 'Account', main: true, cell: row => [
          line('accounts', row.account, row.name), h('small', null, row.account)] },
        { title: 'Owing', num: true, cell: row => money(row.owing) },
        { title: 'Status', cell: row => [row.status === 'none' ? '' : badge(row.status), row.onStop && [' ', badge('on-stop', 'bad')]] },
        { title: 'Step', cell: row => [row.step, h('small', null, row.stage && words(row.stage))] },
        { title: 'Looked at again', cell: row => instant(row.nextAt) },
      ],
      nothing: text
        ? ['No account has “', text, '” in its code or name. ', h('a', { href: '#/accounts' }, 'Show all')]
        : ['There are no accounts yet. Load them with ', h('code', null, 'collections import accounts FILE'), '.'],
    }),
  ];
}
