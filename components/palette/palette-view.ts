/** What the command palette offers without asking the server. Paths are complete. */
export type PaletteView = {
  /** The environment that is searched; null outside of one, where nothing is. */
  environmentId: string | null;
  pages: readonly { href: string; label: string; group: string; aliases: readonly string[] }[];
  environments: readonly { href: string; label: string; current: boolean }[];
  /** Addresses of what a role may do; absent where it may not. */
  actions: { createOrganization?: string; addConnection?: string; inviteMember?: string };
};
