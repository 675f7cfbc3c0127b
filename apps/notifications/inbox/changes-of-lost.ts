import { newId } from '#lib/ids/new-id.ts'
import type { InboxChange } from '#lib/store/inbox.ts'
import type { Mapping } from '#lib/store/mappings.ts'

/** The items that tell people of devices whose subscription ended; one item for each end, also when this is called again. */
export function changesOfLost(mappings: readonly Mapping[]): InboxChange[] {
  return mappings
    .filter(({ state }) => state === 'gone')
    .map(({ device, person, channel, modified }) => {
      const content = { kind: 'device_lost', device, channel } as const
      const about = `${device} ${modified}`
      return { does: 'add', item: { id: newId(), person, kind: 'device_lost', about, content, at: modified } }
    })
}
