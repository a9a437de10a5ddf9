// A form in a dialog: it closes when the server has taken it, and stays with what was typed when it hasn't.

import { h } from './dom.js';
import { form } from './form.js';

export function ask({ title, intro, fields, submit, send, extra }) {
  const body = form({ fields, submit, cancel: () => dialog.close(), send: async answers => {
    await send(answers);
    dialog.close();
  } });
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => dialog.remove() },
    h('h2', { id: 'dialog-title' }, title), intro && h('p', null, intro), extra, body);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('.fields input, .fields select, .fields textarea')?.focus();
  return { dialog, body };
}
