// The ranked worklist: who, when, why, how much, which number. The order is the server's.

import { get, me, post, query as toQuery, url } from './api.js';
import { fill, h, line, tell } from './dom.js';
import { addDays, due, money, phone, today, words } from './format.js';
import { filters, pages } from './list.js';

let lastShown = '';

export async function worklist({ query }) {
  const current = { due: query.get('due') ?? '', role: query.get('role') ?? '', account: query.get('account') ?? '' };
  const list = await pages({
    path: '/api/tasks',
    values: { status: 'open', role: current.role, account: current.account, dueBy: dueBy(current.due) },
    caption: 'Open tasks, the most urgent first',
    columns,
    nothing: nothing(current),
    only: current.role ? undefined : me.mayDo,
  });
  lastShown = toQuery(current);
  return [
    h('h1', null, 'Worklist'),
    filters('#/worklist', current, [
      { name: 'due', label: 'Due', options: [['', 'By today'], ['week', 'By next week'], ['all', 'Any time']] },
      { name: 'role', label: 'For', options: [['', me.isManager() ? 'Everybody' : 'Me'], ['clerk', 'Clerks'], ['manager', 'Managers'], ['sales', 'Sales']] },
    ]),
    list,
  ];
}

/** Where the worklist was left. */
export const worklistPlace = () => '#/worklist' + lastShown;

const dueBy = choice => choice === 'all' ? null : choice === 'week' ? addDays(today(), 7) : today();

const nothing = ({ due: choice, role, account }) => choice === 'all' && !role && !account
  ? ['There is nothing to do. Tasks appear as cases come to their calls, and when something needs a person.']
  : ['Nothing is due here. ', h('a', { href: '#/worklist?due=all' }, 'Show what comes later')];

const columns = [
  { title: 'Due', cell: task => due(task.dueAt) },
  { title: 'Who', main: true, cell: task => [
    line('tasks', task.id, task.accountName ?? 'The company'),
    h('small', null, task.account)] },
  { title: 'What', cell: task => [
    words(task.kind), task.step !== task.kind && h('small', null, task.step), task.attempts > 0 && h('small', null, `tried ${task.attempts}×`)] },
  { title: 'Why', wide: true, cell: task => task.why },
  { title: 'Owing', num: true, cell: task => money(task.owing) },
  { title: 'Phone', cell: task => [phone(task.phone), task.contact && h('small', null, task.contact.name)] },
  { title: 'Taken by', cell: claim },
];

/** Who holds a task, with the button to take it or to give it back. It redraws itself alone: a form beside it may be half filled. */
export function claim(task) {
  if (!me.mayDo(task)) return h('span', { class: 'claim' }, task.claimedBy, h('small', null, 'a manager’s'));
  const place = h('span', { class: 'claim' });
  const draw = ({ claimedBy }) => fill(place, claimedBy,
    h('button', {
      type: 'button', class: 'quiet', onclick: () => act(claimedBy ? 'release' : 'claim'),
      'aria-label': `${claimedBy ? 'Release' : 'Claim'} the task: ${task.kind}, ${task.accountName ?? 'the company'}` }, claimedBy ? 'Release' : 'Claim'));
  const act = async what => {
    try {
      draw((await post(url`/api/tasks/${task.id}/` + what)).task);
      tell(what === 'claim' ? 'The task is yours.' : 'The task is free again.');
      place.querySelector('button').focus();
    } catch (problem) {
      tell(problem.message);
    }
  };
  draw(task);
  return place;
}

/** The task that is most urgent now, other than one, that this person may do and nobody else holds; null if nothing is due. */
export async function nextTask(but) {
  const shown = new URLSearchParams(lastShown);
  const role = me.mayDo({ role: shown.get('role') }) ? shown.get('role') : null;
  const isNext = task => task.id !== but && me.mayDo(task) && (!task.claimedBy || task.claimedBy === me.get()?.name);
  let page;
  do {
    page = await get('/api/tasks' + toQuery({ status: 'open', role, dueBy: dueBy(shown.get('due') ?? ''), cursor: page?.next }));
    const found = page.items.find(isNext);
    if (found) return found;
  } while (page.next);
  return null;
}
