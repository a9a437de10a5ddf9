// The HTTP contract as the console uses it. The token lives in sessionStorage: it ends with the tab and no other site can read it.

const key = 'collections-token';

const nameKey = 'collections-name';

export const token = {
  get: () => sessionStorage.getItem(key),
  set: value => sessionStorage.setItem(key, value),
  clear: () => sessionStorage.removeItem(key),
};

/** The person's name for the record. It is no secret, so it is remembered for the next day. */
export const person = {
  get: () => localStorage.getItem(nameKey) ?? '',
  set: value => localStorage.setItem(nameKey, value),
};

/** What the server refused, with the fields that were wrong: `fields` maps a field's path to what is wrong with it. */
class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? meaning(status));
    this.status = status;
    this.fields = new Map();
    for (const [field, messages] of Object.entries(body?.errors ?? {})) this.fields.set(field, [messages].flat().join(' '));
  }
}

function meaning(status) {
  switch (status) {
    case 0: return 'The server does not answer. Check the connection and try again.';
    case 401: return 'The token is not valid.';
    case 403: return 'This takes a manager’s token.';
    case 404: return 'There is no such thing here.';
    default: return `The server answered ${status}.`;
  }
}

async function send(method, path, body, accept) {
  const headers = { Accept: accept, Authorization: `Bearer ${token.get()}` };
  // A header carries bytes, and names are not all Latin: the name goes as its UTF-8 bytes.
  if (person.get()) headers['X-Clerk'] = String.fromCharCode(...new TextEncoder().encode(person.get()));
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store' });
  } catch {
    throw new Problem(0);
  }
  if (response.ok) return response;
  if (response.status === 401) dispatchEvent(new Event('signed-out'));
  throw new Problem(response.status, await response.json().catch(() => null));
}

const answer = async response => response.status === 204 ? null : response.json();

export const get = async path => answer(await send('GET', path, undefined, 'application/json'));
export const post = async (path, body) => answer(await send('POST', path, body ?? {}, 'application/json'));
export const getFile = async (path, accept) => (await send('GET', path, undefined, accept)).blob();

/** A path with its values escaped: url`/api/accounts/${code}`. */
export const url = (parts, ...values) => String.raw({ raw: parts }, ...values.map(encodeURIComponent));

/** The query of a path; empty values are left out. */
export function query(values) {
  const text = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
  return text && '?' + text;
}
