import { forbiddenText } from './forbidden-text.ts'
import type { ForbiddenPorts } from './options.ts'

/**
 * Checks the text of a message by the list of forbidden words and hosts. Whatever an entry does elsewhere, here it refuses: to look at it, operators would have to
 * read what two people write to each other.
 *
 * @throws {ProblemError} 400 when it holds something forbidden.
 */
export async function screenMessage(
  { forbiddenList }: Pick<ForbiddenPorts, 'forbiddenList'>,
  text: string,
): Promise<void> {
  const [entry] = (await forbiddenList.finder())(text)
  if (entry !== undefined) throw forbiddenText('text', entry)
}
