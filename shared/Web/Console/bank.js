// How far payments are known: shown above every view, because nobody should write or call on less (R20).

import { get } from './api.js';
import { fill, h } from './dom.js';
import { day, instant } from './format.js';

const bar = document.getElementById('bank');

/** Asks how fresh the bank's data are, and says so. That it cannot be asked must not keep anybody from working. */
export async function showBank() {
  try {
    const watch = await get('/api/feeds');
    bar.classList.toggle('stale', !watch.watched || Boolean(watch.silentSince));
    fill(bar, words(watch));
    bar.title = watch.feeds.map(feed => `${feed.feed}: ${feed.completeTo}`).join('\n');
    bar.hidden = false;
  } catch {
    bar.hidden = true;
  }
}

export const hideBank = () => { bar.hidden = true; };

function words({ watched, completeTo, silentSince, feeds }) {
  if (!watched) return 'Payments are not watched: no bank feed has ever delivered, so nobody can tell who has paid.';
  const behind = feeds.filter(feed => feed.silentSince).map(feed => feed.feed);
  return silentSince
    ? ['The bank has been silent since ', day(silentSince), ` (${behind.join(', ')}): letters and calls wait.`]
    : ['Payments are known up to ', h('strong', null, instant(completeTo)), feeds.length > 1 && ` by ${feeds.length} feeds`];
}
