// Letters: what went out, what is about to, and what each said.

import { get, url } from './api.js';
import { empty, facts, h, line, link } from './dom.js';
import { badge, instant, mail, money } from './format.js';
import { filters, pages } from './list.js';

/** The columns of letters; an account's own list leaves the account out. */
export const letterColumns = ({ withAccount = true } = {}) => [
  { title: 'When', cell: letter => instant(letter.sentAt ?? letter.attemptedAt ?? letter.notBefore) },
  withAccount && { title: 'Account', cell: letter => link('accounts', letter.account, letter.account) },
  { title: 'Letter', main: true, cell: letter => [
    line('letters', letter.id, letter.subject ?? 'Not written yet'),
    h('small', null, letter.step)] },
  { title: 'To', cell: letter => letter.to },
  { title: 'Owing', num: true, cell: letter => money(letter.owing) },
  { title: 'Status', cell: letter => badge(letter.status) },
].filter(Boolean);

export async function letters({ query }) {
  const current = { status: query.get('status') ?? '', account: query.get('account') ?? '' };
  return [
    h('h1', null, current.account ? `Letters to ${current.account}` : 'Letters'),
    filters('#/letters', current, [{ name: 'status', label: 'Status', options: [
      ['', 'All'], ['intended', 'To go'], ['sent', 'Sent'], ['bounced', 'Bounced'], ['unknown', 'Unknown'], ['withdrawn', 'Withdrawn']] }]),
    await pages({
      path: '/api/letters', values: current, caption: 'Letters, the newest first', columns: letterColumns(), nothing: ['No letters here.'] }),
  ];
}

export async function letter({ id }) {
  const it = await get(url`/api/letters/${id}`);
  return [
    h('p', { class: 'path' }, h('a', { href: '#/letters' }, 'Letters')),
    h('h1', null, it.subject ?? `Letter ${it.step}`),
    facts([
      ['Status', badge(it.status)],
      ['To', it.to && [it.toName, ' ', mail(it.to)]],
      ['Account', link('accounts', it.account, it.account)],
      ['Step', it.step],
      ['Owing', money(it.owing)],
      ['Goes not before', !it.attemptedAt && instant(it.notBefore)],
      ['Attempted', instant(it.attemptedAt)],
      ['Sent', instant(it.sentAt)],
    ]),
    it.html || it.text ? body(it) : empty('A letter is written at the moment at which it goes, from what is owing then. This one has not gone.'),
  ];
}

function body(it) {
  // Sandboxed without any permission: a letter runs no script, opens no window and knows nothing of this page.
  const paper = h('iframe', { class: 'paper', sandbox: '', srcdoc: it.html, title: 'The letter as it was sent', hidden: !it.html });
  const plain = h('pre', { class: 'script', tabindex: 0, hidden: Boolean(it.html) }, it.text);
  const toggle = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => {
    plain.hidden = !plain.hidden;
    paper.hidden = !plain.hidden;
    toggle.setAttribute('aria-pressed', String(!plain.hidden));
  } }, 'As plain text');
  return [it.html && it.text && h('div', { class: 'buttons' }, toggle), paper, plain];
}
