// The fields of what people note: the same on a task and on an account, only their paths differ.

import { money, today, words } from './format.js';

export const promiseFields = ({ prefix = '' } = {}) => [
  { name: prefix + 'date', label: 'Promised day', kind: 'date', min: today(), required: true },
  { name: prefix + 'amount', label: 'Amount', kind: 'money', hint: 'Left empty: everything owing.' },
];

export const disputeFields = ({ prefix = '', items = [] } = {}) => [
  items.length
    ? { name: prefix + 'invoice', label: 'Invoice', kind: 'choice', required: true, options: items }
    : { name: prefix + 'invoice', label: 'Invoice', required: true },
  { name: prefix + 'amount', label: 'Disputed part', kind: 'money', hint: 'Left empty: all that is open of it.' },
  { name: prefix + 'kind', label: 'What is wrong', kind: 'choice', required: true,
    options: ['returned-without-credit', 'awaiting-rma', 'pricing', 'not-received', 'other'].map(kind => [kind, words(kind)]) },
  { name: prefix + 'note', label: 'What they say', kind: 'long', hint: 'If goods went back: when, and how?' },
];

export const contactFields = ({ prefix = '', required = true } = {}) => [
  { name: prefix + 'name', label: 'Name of the contact', required },
  { name: prefix + 'role', label: 'Role', kind: 'choice', required: true,
    // No role is the contract's way of saying accounts; so an empty form names no contact at all.
    options: [['', 'Accounts'], ['admin', 'Admin'], ['owner', 'Owner'], ['sales', 'Sales'], ['other', 'Other']] },
  { name: prefix + 'phone', label: 'Phone', kind: 'tel' },
  { name: prefix + 'email', label: 'Email', kind: 'email' },
];

/** The open invoices of an account, for a choice: [number, words]. Instalments of one invoice are one choice. */
export function openInvoices(account) {
  const sums = new Map();
  for (const item of (account?.position.months ?? []).flatMap(month => month.items)) {
    if (item.kind !== 'invoice') continue;
    sums.set(item.invoice, { amount: (sums.get(item.invoice)?.amount ?? 0) + item.open.amount, currency: item.open.currency });
  }
  return [...sums].map(([number, open]) => [number, `${number}, ${money(open).textContent} open`]);
}
