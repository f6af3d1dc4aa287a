type Defined<Group> = { readonly [Name in keyof Group]?: Exclude<Group[Name], undefined> };

/** The group without what nobody has set, so that defaults can take its place. */
export function defined<Group extends object>(group: Group): Defined<Group> {
  // Only names whose value is there are left.
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Defined<Group>;
}
