/** Kinds of actors in the words of the dashboard. */
export const ACTOR_TYPES = {
  member: { label: 'Member', plural: 'Members' },
  api_key: { label: 'API key', plural: 'API keys' },
  system: { label: 'Gatehouse', plural: 'Gatehouse itself' },
} as const;
