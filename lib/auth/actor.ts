/** Who does something, and from where: what the audit log keeps of a caller. */
export type Actor = {
  type: 'member' | 'api_key' | 'system';
  /** The member's or the key's id; `system` for ourselves. */
  id: string;
  /** As it was called at the time: rows of the log outlive members and keys. */
  name: string;
  ipAddress: string | null;
  userAgent: string | null;
  requestId: string | null;
};

/** Where a request comes from; the server wrapper has resolved the address behind trusted proxies. */
export function requestOrigin(headers: {
  get(name: string): string | null;
}): Pick<Actor, 'ipAddress' | 'userAgent' | 'requestId'> {
  return {
    ipAddress: headers.get('x-gatehouse-client-ip'),
    userAgent: headers.get('user-agent')?.slice(0, 512) ?? null,
    requestId: headers.get('x-request-id')?.slice(0, 128) ?? null,
  };
}

/** Ourselves, where no caller exists: start-up, jobs, public pages. `name` says which part of us. */
export function systemActor(name: string): Actor {
  return { type: 'system', id: 'system', name, ipAddress: null, userAgent: null, requestId: null };
}
