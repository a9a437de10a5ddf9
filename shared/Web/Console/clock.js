// What time it is: the seller's time zone, and the virtual clock where the server runs on one.

import { get, me, post } from './api.js';
import { fill, h, tell } from './dom.js';
import { instant, setClock } from './format.js';

const bar = document.getElementById('clock');
const dayMs = 86400000;
let virtual = null;

/** Asks the server what time it is there, and where that is. */
export async function readClock() {
  const clock = await get('/api/clock');
  virtual = clock.isVirtual ? clock : null;
  setClock(clock.timeZone, virtual && (() => new Date(virtual.now)));
}

/** Shows the virtual clock; `after` is called when it has moved. */
export function clockBar(after) {
  bar.hidden = !virtual;
  if (!virtual) return;
  const move = (words, days) => h('button', { type: 'button', onclick: () => forward(days, after) }, words);
  fill(bar, h('span', null, h('span', { class: 'roomy' }, 'Virtual clock '), h('strong', null, instant(virtual.now))),
    me.isManager() && [move('Next day', 1), move('Next week', 7)], h('span', { class: 'busy', hidden: true }, 'Working…'));
}

async function forward(days, after) {
  const buttons = [...bar.querySelectorAll('button')];
  const busy = bar.querySelector('.busy');
  for (const button of buttons) button.disabled = true;
  busy.hidden = false;
  const pressed = buttons.indexOf(document.activeElement);
  try {
    const done = await post('/api/clock', { to: new Date(Date.parse(virtual.now) + days * dayMs).toISOString() });
    await readClock();
    clockBar(after);
    tell(`${count(done.letters, 'letter')} sent, ${count(done.tasks, 'task')} opened, ${count(done.closed, 'case')} closed.`);
    await after();
  } catch (problem) {
    clockBar(after);
    tell(`The clock did not move: ${problem.message}`);
  }
  // Whoever presses the button again and again keeps the focus on it.
  bar.querySelectorAll('button')[pressed]?.focus({ preventScroll: true });
}

const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
