// How money, days and words read. Amounts keep their currency, days their weekday.

import { h } from './dom.js';

const numbers = new Map();
let zone;
let nowOf = () => new Date();

/** Days and hours are shown where the seller is, whatever the browser's own time zone; and today may be a virtual day. */
export function setClock(timeZone, now) {
  zone = timeZone ?? undefined;
  nowOf = now ?? (() => new Date());
}

/** An amount with two decimals, or as many as its currency has. */
export function money(value) {
  if (!value) return '';
  let format = numbers.get(value.currency);
  if (!format) {
    // A currency that the browser doesn't know must not hide the amount.
    try { format = new Intl.NumberFormat('en-AU', { style: 'currency', currency: value.currency, currencyDisplay: 'code' }); }
    catch { format = new Intl.NumberFormat('en-AU', { minimumFractionDigits: 2 }); }
    numbers.set(value.currency, format);
  }
  const figures = format.formatToParts(value.amount).filter(({ type }) => type !== 'currency' && type !== 'literal');
  const text = figures.map(figure => figure.value).join('');
  return h('span', { class: 'money' }, text, ' ', h('small', null, value.currency));
}

/** The day of an instant, as `2021-08-03`, where the seller is. */
const dayOf = instant => new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));

export const today = () => dayOf(nowOf());

/** A day some days later, both as `2021-08-03`. */
export const addDays = (day, count) => new Date(Date.parse(day + 'T00:00Z') + count * 86400000).toISOString().slice(0, 10);

/** `Tue 3 Aug`, with the year where it isn't this one. */
export function day(value) {
  if (!value) return '';
  const text = value.slice(0, 10);
  const year = text.slice(0, 4) === today().slice(0, 4) ? '' : ' ' + text.slice(0, 4);
  return h('time', { datetime: text }, `${part(text, { weekday: 'short' })} ${Number(text.slice(8))} ${part(text, { month: 'short' })}${year}`);
}

// The American names are those that are always three letters long, so that days stand in columns.
const part = (text, options) => new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(new Date(text + 'T00:00Z'));

/** The day and the time of an instant; the year as in {@link day}. */
export function instant(value) {
  if (!value) return '';
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(value));
  return h('time', { datetime: value }, day(dayOf(value)).textContent, ' ', h('span', { class: 'hour' }, time));
}

/** A month such as `June 2021` of `2021-06`. */
export const month = value => part(value.slice(0, 7) + '-01', { month: 'long', year: 'numeric' });

/** When work is due: a word for days that are near, and how late it is. */
export function due(value) {
  const late = Math.round((Date.parse(today()) - Date.parse(dayOf(value))) / 86400000);
  const word = late > 1 ? `${late} days late` : late === 1 ? '1 day late' : late === 0 ? 'today' : late === -1 ? 'tomorrow' : null;
  return h('span', { class: 'due' }, instant(value), word && h('small', { class: late > 0 ? 'late' : null }, word));
}

/** The instant of a wall clock's `2021-08-03T14:00` where the seller is. */
export function toInstant(local) {
  const asUtc = Date.parse(local + ':00Z');
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const shift = at => Date.parse(wall.format(at).replace(' ', 'T') + 'Z') - at;
  // The offset is looked up twice, because the first guess may fall on the other side of a clock change.
  return new Date(asUtc - shift(asUtc - shift(asUtc))).toISOString();
}

/** `Find contact` for the contract's `find-contact`. */
export const words = value => (value ?? '').charAt(0).toUpperCase() + (value ?? '').slice(1).replaceAll('-', ' ');

/** A state, as a word with a mark; the word carries the meaning and the colour only helps. */
export const badge = (value, tone) => value ? h('span', { class: `badge ${tone ?? tones[value] ?? ''}` }, words(value)) : '';

const tones = {
  open: 'live', waiting: 'calm', held: 'warn', closed: 'off', sent: 'good', bounced: 'bad', unknown: 'bad', withdrawn: 'off',
  live: 'live', claimed: 'calm', kept: 'good', broken: 'bad', credited: 'good', rejected: 'off', done: 'good',
  prompt: 'good', slow: 'warn', problem: 'bad', matched: 'good', unmatched: 'warn', 'set-aside': 'off',
};

export const phone = number => number ? h('a', { href: 'tel:' + number.replace(/[^\d+]/g, ''), class: 'phone' }, number) : '';

export const mail = address => address ? h('a', { href: 'mailto:' + encodeURIComponent(address).replaceAll('%40', '@') }, address) : '';
