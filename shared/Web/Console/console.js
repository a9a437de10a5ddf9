// The console's frame: who is signed in, which view the address asks for, the keyboard. The views are in files of their own;
// each is a function of the address that gives the nodes to show, and throws what the server refused.

import { get, me, person, query, token } from './api.js';
import { fill, h } from './dom.js';
import { clockBar, readClock } from './clock.js';
import { account } from './account.js';
import { hideBank, showBank } from './bank.js';
import { accounts } from './accounts.js';
import { closeDialogs } from './dialog.js';
import { place as left, reopening } from './drafts.js';
import { letter, letters } from './letters.js';
import { payment, payments } from './payments.js';
import { policies } from './policies.js';
import { reports } from './reports.js';
import { task } from './task.js';
import { worklist } from './worklist.js';

const main = document.getElementById('main');
const bar = document.querySelector('.bar');
const search = document.getElementById('search');

const views = {
  worklist: { list: worklist },
  tasks: { one: task, under: 'worklist' },
  accounts: { list: accounts, one: account },
  letters: { list: letters, one: letter },
  payments: { list: payments, one: payment },
  reports: { list: reports },
  policies: { list: policies },
};

let turn = 0;

/** Shows what the address asks for. A slow answer to an earlier address is dropped. */
async function show({ quietly = false } = {}) {
  const mine = ++turn;
  const { name, id, text } = place();
  const view = views[name];
  const open = id ? view?.one : view?.list;
  if (!open) return location.replace('#/worklist');
  markPlace(view.under ?? name);
  search.elements.query.value = name === 'accounts' ? new URLSearchParams(text).get('query') ?? '' : '';
  // Most answers come at once; a word about waiting that flashes by only disturbs.
  const waiting = quietly ? null : setTimeout(() => fill(main, h('p', { class: 'loading', role: 'status' }, 'Loading…')), 150);
  let nodes;
  try {
    nodes = await open({ id, query: new URLSearchParams(text), reload: () => show({ quietly: true }) });
  } catch (problem) {
    nodes = failure(problem);
  }
  clearTimeout(waiting);
  if (mine !== turn || !me.get()) return;
  showBank();
  const same = whereabouts(document.activeElement);
  fill(main, nodes);
  document.title = `${main.querySelector('h1').textContent} – Collections`;
  if (!quietly) scrollTo(0, 0);
  // Where the focus was, or else at the top of the content, where a screen reader begins to read.
  if (document.activeElement === document.body) (same && main.querySelector(same) || main).focus({ preventScroll: true });
}

/** What the address asks for: `#/accounts/A100` or `#/accounts?query=smith`. */
function place() {
  const [path, text] = location.hash.slice(2).split('?');
  try {
    const [name, id] = path.split('/').map(decodeURIComponent);
    return { name, id, text };
  } catch {
    // Somebody typed a percent sign that stands for nothing.
    return {};
  }
}

/** How to find an element again after the page is drawn anew: whoever moves by keyboard stays where they were. */
function whereabouts(element) {
  if (!main.contains(element)) return null;
  const address = element.getAttribute('href');
  if (address) return `a[href="${CSS.escape(address)}"]`;
  if (!element.matches('.filters input')) return null;
  return element.id ? '#' + element.id : `[name="${element.name}"]:checked`;
}

function failure(problem) {
  if (problem.status === undefined) console.error(problem);
  return [
    h('h1', null, problem.status === 404 ? 'Not found' : 'That didn’t work'),
    h('p', { class: 'complaint', role: 'alert' }, problem.message),
    h('p', null, h('button', { type: 'button', onclick: () => show() }, 'Try again')),
  ];
}

function markPlace(name) {
  for (const link of bar.querySelectorAll('nav a')) {
    if (link.hash === '#/' + name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

// A link such as /#token=… signs in. The token is taken out of the address at once, so that it isn't bookmarked or read over a shoulder.
function takeTokenFromAddress() {
  const given = /^#token=([^&]+)/.exec(location.hash);
  if (!given) return;
  token.set(decodeURIComponent(given[1]));
  history.replaceState(null, '', location.pathname + '#/worklist');
}

async function enter() {
  takeTokenFromAddress();
  const given = token.get();
  try {
    await me.read();
  } catch (problem) {
    if (problem.status === 401) {
      token.clear();
      // A sign-in page elsewhere leads back without the address. A wrong token must not overwrite where the session ended.
      if (!left.isKept()) left.keep();
    }
    // Nobody is signed in yet: no complaint. A token that is refused, or a person without a role, is told why.
    return askToSignIn(given || problem.status !== 401 ? problem.message : null);
  }
  comeBack();
  bar.hidden = false;
  document.getElementById('leave').title = `Signed in as ${me.get().name}`;
  try {
    await readClock();
    clockBar(() => show({ quietly: true }));
  } catch (problem) {
    // Not let in any more: the sign-in page is up already. Anything else the view will meet too, and say.
    if (problem.status === 401) return;
  }
  await show();
}

// Who was thrown out is back where they were, with the dialog that was open and what had been typed in it.
function comeBack() {
  const kept = left.take();
  if (!kept?.hash) return;
  history.replaceState(null, '', location.pathname + kept.hash);
  reopening.form = kept.form;
}

const platformSignIn = '/.auth/login/aad?post_login_redirect_uri=/';
const platformSignOut = '/.auth/logout?post_logout_redirect_uri=/';

async function askToSignIn(problem) {
  const mine = ++turn;
  me.clear();
  closeDialogs();
  bar.hidden = true;
  document.getElementById('clock').hidden = true;
  hideBank();
  // Should the server not even say this much, a token may still help.
  const ways = await get('/api/sign-in').catch(() => ({ platform: false, tokens: true }));
  if (mine !== turn) return;
  fill(main, h('div', { class: 'sign-in' },
    h('h1', null, 'Collections'),
    problem && h('p', { class: 'complaint', role: 'alert' }, problem),
    ways.platform && h('p', null, h('a', { class: 'button primary', href: platformSignIn }, 'Sign in with Microsoft')),
    // Somebody who is signed in there, but has no role here, may have another account.
    ways.platform && problem && h('p', null, h('a', { href: platformSignOut }, 'Sign out, to sign in as somebody else')),
    (ways.tokens || !ways.platform) && tokenForm()));
  document.title = 'Sign in – Collections';
  main.querySelector('input, a').focus();
}

function tokenForm() {
  const name = h('input', { id: 'name', autocomplete: 'name', maxlength: 100, value: person.get() });
  const secret = h('input', { id: 'token', type: 'password', required: true, autocomplete: 'current-password', 'aria-describedby': 'token-hint' });
  const sign = h('form', null,
    h('div', { class: 'field' }, h('label', { for: 'token' }, 'Access token'), secret,
      h('p', { class: 'hint', id: 'token-hint' },
        'The server printed it when it started; whoever runs it can give it to you. It is forgotten when you close this tab.')),
    h('div', { class: 'field' }, h('label', { for: 'name' }, 'Your name', h('small', null, ' optional')), name,
      h('p', { class: 'hint' }, 'As the record shall show it.')),
    h('div', { class: 'buttons' }, h('button', { class: 'primary' }, 'Sign in')));
  sign.addEventListener('submit', event => {
    event.preventDefault();
    token.set(secret.value.trim());
    person.set(name.value.trim());
    enter();
  });
  return sign;
}

function leave() {
  const byPlatform = me.get()?.signIn === 'platform';
  token.clear();
  left.forget();
  if (byPlatform) location.assign(platformSignOut);
  else askToSignIn();
}

const shortcuts = [
  ['j k', 'the next and the previous line of a list'], ['Enter', 'open it'], ['/', 'search accounts'],
  ['g w', 'worklist'], ['g a', 'accounts'], ['g l', 'letters'], ['g p', 'payments'], ['g r', 'reports'], ['g s', 'policies'],
  ['Ctrl Enter', 'send the form'], ['Esc', 'leave a field, close this'], ['?', 'these keys'],
];
const places = { w: 'worklist', a: 'accounts', l: 'letters', p: 'payments', r: 'reports', s: 'policies' };

function help() {
  const dialog = h('dialog', { 'aria-labelledby': 'help-title', onclose: () => dialog.remove() },
    h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', { class: 'keys' }, shortcuts.map(([keys, what]) =>
      h('div', null, h('dt', null, keys.split(' ').map(key => h('kbd', null, key))), h('dd', null, what)))),
    h('form', { method: 'dialog' }, h('button', null, 'Close')));
  document.body.append(dialog);
  dialog.showModal();
}

let wentTo = 0;

function onKey(event) {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key === 'Escape' && typing) return typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') || bar.hidden) return;
  const goal = performance.now() - wentTo < 1500 && places[event.key];
  wentTo = event.key === 'g' ? performance.now() : 0;
  if (goal) location.hash = '#/' + goal;
  else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
  else if (event.key === '/') search.elements.query.select();
  else if (event.key === '?') help();
  else return;
  event.preventDefault();
}

// The lines of a list are links, so moving the focus is all there is to it: Enter opens the link by itself.
function step(by) {
  const lines = [...main.querySelectorAll('[data-line]')];
  const at = lines.findIndex(line => line.closest('tr, li') === document.activeElement?.closest('tr, li'));
  const next = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(lines.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.closest('tr, li')?.scrollIntoView({ block: 'nearest' });
}

search.addEventListener('submit', event => {
  event.preventDefault();
  location.hash = '#/accounts' + query({ query: search.elements.query.value.trim() });
});
document.getElementById('help').addEventListener('click', help);
document.getElementById('leave').addEventListener('click', leave);
addEventListener('signed-out', () => {
  token.clear();
  left.keep();
  askToSignIn('You are not signed in any more. What you had typed is kept until you are.');
});
addEventListener('hashchange', () => {
  if (/^#token=/.test(location.hash)) return enter();
  closeDialogs();
  if (me.get()) show();
});
addEventListener('keydown', onKey);
// The place where one is already is asked for again when its link is pressed, and lists when somebody comes back to the tab.
bar.addEventListener('click', event => { if (event.target.hash && event.target.hash === location.hash) show(); });
document.addEventListener('visibilitychange', () => {
  const isList = !place().id && !document.querySelector('dialog[open]');
  if (!document.hidden && me.get() && isList) show({ quietly: true });
});
enter();
