/** A member of a group: its name, and the topics it reads. */
export interface Sharer {
  readonly owner: string
  readonly topics: readonly string[]
}

/**
 * True when a partition is for this member: the members that read a topic take its partitions in turn, in the order of
 * their names. All members reckon alike, so nobody has to lead.
 *
 * @example
 * ```ts
 * const members = [{ owner: 'ann', topics: ['a'] }, { owner: 'ben', topics: ['a'] }]
 * isShareOf('ben', { topic: 'a', partition: 1 }, members) // => true
 * isShareOf('ben', { topic: 'a', partition: 2 }, members) // => false
 * ```
 */
export function isShareOf(
  owner: string,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  members: readonly Sharer[],
): boolean {
  const sharers = members.filter(({ topics }) => topics.includes(topic)).map((member) => member.owner)
  return sharers.sort()[partition % sharers.length] === owner
}
