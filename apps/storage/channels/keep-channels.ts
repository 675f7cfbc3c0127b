import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { Message, PersonsChannel } from '#lib/store/channels.ts'
import { showMessage } from './channel-wire.ts'
import type { ChannelOptions } from './options.ts'

const PAGE = 200

/** Creates the export and deletion of what a person wrote in channels. What the other people wrote is theirs. */
export function keepChannels({ channels }: Pick<ChannelOptions, 'channels'>): PersonKeeper {
  async function* channelsOf(person: string): AsyncGenerator<PersonsChannel> {
    for (let page = await channels.ofPerson(person, PAGE); page.length > 0;) {
      yield* page
      page = await channels.ofPerson(person, PAGE, page.at(-1)?.channel)
    }
  }

  async function* messagesOf(id: string): AsyncGenerator<Message> {
    for (let page = await channels.messages(id, PAGE); page.length > 0;) {
      yield* page
      page = await channels.messages(id, PAGE, page.at(-1)?.seq)
    }
  }

  async function recordOf({ channel }: PersonsChannel, person: string) {
    const { id, match, openedAt, closed } = channel
    const messages = await Array.fromAsync(messagesOf(id))
    return {
      id,
      match,
      openedAt: new Date(openedAt).toISOString(),
      ...(closed !== undefined && { closedAt: new Date(closed.at).toISOString() }),
      messages: messages.filter(({ from }) => from === person).map(showMessage),
    }
  }

  return {
    async collect(person) {
      const records = await Array.fromAsync(channelsOf(person), (channel) => recordOf(channel, person))
      return { files: { 'channels.json': records } }
    },
    erase: (person) => channels.removeOf(person, Date.now()),
  }
}
