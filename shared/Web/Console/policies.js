// Policies: what each does when, and who has signed it. An unsigned one does not run (R39).

import { get, me, post, url } from './api.js';
import { facts, h, section, table, tell } from './dom.js';
import { badge, instant, words } from './format.js';

export async function policies({ reload }) {
  const { items } = await get('/api/policies');
  const whole = await Promise.all(items.map(item => get(url`/api/policies/${item.name}`)));
  return [h('h1', null, 'Policies'), whole.map((policy, at) => onePolicy(policy, items[at].isDefault, reload))];
}

function onePolicy(policy, isDefault, reload) {
  const sign = async () => {
    try {
      await post(url`/api/policies/${policy.name}/sign`);
      tell(`${policy.name} is signed.`);
      await reload();
    } catch (problem) {
      tell(problem.message);
    }
  };
  return section(policy.name,
    h('p', null, policy.description),
    facts([
      ['Version', String(policy.version)],
      ['May run', policy.signed ? badge('signed', 'good') : badge('unsigned', 'warn')],
      ['Signed by', policy.signatures.map(signature => h('span', { class: 'line' }, signature.person, ', ', instant(signature.at)))],
      ['Must still sign', policy.missing.join(', ')],
      ['Used', isDefault && 'where an account names no policy'],
    ]),
    !policy.signed && me.isManager() && h('button', { type: 'button', onclick: sign }, `Sign version ${policy.version}`),
    h('details', null, h('summary', null, `${policy.settings.steps.length} steps`), table(`The steps of ${policy.name}`, [
      { title: 'Step', main: true, cell: step => step.name },
      { title: 'What', cell: step => words(step.kind) },
      { title: 'Stage', cell: step => words(step.stage) },
      { title: 'When', wide: true, cell: timing },
    ], policy.settings.steps)));
}

const from = {
  due: 'the due date', opening: 'the opening of the case', previous: 'the step before', 'final-date': 'the last date given',
};

/** When a step comes, in words. */
export function timing({ from: start, days = 0, on, dayOfMonth, at, daysAfterBrokenPromise, stopsSupply, largeOrIrregularOnly }) {
  const origin = from[start] ?? words(start);
  const count = Math.abs(days);
  return [
    days === 0 ? `on ${origin}` : `${count} day${count === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'} ${origin}`,
    dayOfMonth && `not before day ${dayOfMonth} of the month`, at && `at ${at}`, on && `on the next ${on} day`,
    daysAfterBrokenPromise && `at the latest ${daysAfterBrokenPromise} days after a broken promise`,
    stopsSupply && 'supply stops', largeOrIrregularOnly && 'large or irregular accounts only',
  ].filter(Boolean).join(', ');
}
