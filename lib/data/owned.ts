/** Of an organization: what the providers of a whole environment are not. */
export const OWNED = { organizationId: { not: null } } as const;

/** A row that was asked for with `OWNED`: its organization is there, which the types of the client cannot know. */
export type Owned<Row> = Row & {
  [Key in keyof Row & ('organization' | 'organizationId')]: NonNullable<Row[Key]>;
};

/** Says so of a row that was asked for with `OWNED`. */
export function owned<Row>(row: Row): Owned<Row> {
  return row as Owned<Row>;
}
