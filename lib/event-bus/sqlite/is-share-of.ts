/** A member of a group: its name, and the topics it reads. */
export interface Sharer {
  readonly owner: string
  readonly topics: readonly string[]
}

/**
 * True when a partition belongs to this member. The members that read a topic get its partitions in turn, in the order of
 * their names. Every member computes the same result, so the group needs no leader.
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
