// Where a browser's tab keeps what somebody has written and not yet sent. It is about other people's calls,
// so it goes with the one who wrote it: when they sign out, and when somebody else signs in.

const prefix = 'campana.drafts.';

/** The name under which sessionStorage keeps the drafts of that agent. */
export const draftsKeptAs = (agentId: string): string => `${prefix}${agentId}`;

export function dropDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage))
      if (name.startsWith(prefix)) sessionStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing has nothing to drop.
  }
}
