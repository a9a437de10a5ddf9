// The HTTP contract as the console uses it. A token lives in sessionStorage: it ends with the tab and no other site can read it. Without one,
// the platform that hosts the app may have signed the person in by a cookie; every call then says that this page made it, not another site's.

const key = 'collections-token';

const nameKey = 'collections-name';

export const token = {
  get: () => sessionStorage.getItem(key),
  set: value => sessionStorage.setItem(key, value),
  clear: () => sessionStorage.removeItem(key),
};

/** Who is signed in, as the server sees it: {name, role, signIn}; null while nobody is. */
let self = null;

export const me = {
  get: () => self,
  isManager: () => self?.role === 'manager',
  /** Whether the server takes a task's outcome from this person: managers' tasks are theirs alone (R15). */
  mayDo: task => task.role !== 'manager' || self?.role === 'manager',
  clear: () => { self = null; },
  /** Asks the server who calls, by the token or by the platform's sign-in. What it refuses is thrown, and nobody is signed in then. */
  async read() {
    self = null;
    return self = await get('/api/me');
  },
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
    case 401: return 'You are not signed in.';
    case 403: return 'This takes a manager.';
    case 404: return 'There is no such thing here.';
    default: return `The server answered ${status}.`;
  }
}

async function send(method, path, body, accept, key) {
  const headers = { Accept: accept, 'X-Collections': 'console' };
  if (token.get()) headers.Authorization = `Bearer ${token.get()}`;
  // A header carries bytes, and names are not all Latin: the name goes as its UTF-8 bytes.
  if (person.get()) headers['X-Clerk'] = String.fromCharCode(...new TextEncoder().encode(person.get()));
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store' });
  } catch {
    throw new Problem(0);
  }
  if (response.ok) return response;
  // Whoever was not in cannot be thrown out: signing in tells of its own refusals.
  if (response.status === 401 && self) dispatchEvent(new Event('signed-out'));
  throw new Problem(response.status, await response.json().catch(() => null));
}

const answer = async response => response.status === 204 ? null : response.json();

export const get = async path => answer(await send('GET', path, undefined, 'application/json'));
/** Sends; with the same key a repeat changes nothing. */
export const post = async (path, body, key) => answer(await send('POST', path, body ?? {}, 'application/json', key));
export const getFile = async (path, accept) => (await send('GET', path, undefined, accept)).blob();

/** A path with its values escaped: url`/api/accounts/${code}`. */
export const url = (parts, ...values) => String.raw({ raw: parts }, ...values.map(encodeURIComponent));

/** The query of a path; empty values are left out. */
export function query(values) {
  const text = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
  return text && '?' + text;
}
