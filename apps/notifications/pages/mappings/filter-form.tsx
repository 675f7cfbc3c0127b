/** @jsxImportSource preact */
import type { MappingState } from '#lib/store/mappings.ts'
import { Select } from '#lib/ui/components/select.tsx'
import type { AskedFilters } from '../../mapping-filters.ts'
import type { en } from './texts.en.ts'

const LIMITS = ['20', '50', '100', '200']

/** What the form above the list sent. */
export interface AskedList extends AskedFilters {
  readonly limit: number
}

interface FilterFormProps {
  readonly asked: AskedList
  /** The channels that are on. */
  readonly channels: readonly string[]
  readonly states: readonly MappingState[]
  /** What the fields may hold. */
  readonly limits: { readonly personPattern: string; readonly deviceLengthMax: number }
  readonly texts: typeof en
}

/** The search above the list of subscriptions. It needs no script. */
export function FilterForm({
  asked,
  channels,
  states,
  limits: { personPattern, deviceLengthMax },
  texts: { filter, ...texts },
}: FilterFormProps) {
  const { user, device, channel = '', state, limit } = asked
  const shownChannels = new Set([...channels, 'none', ...(channel === '' ? [] : [channel])])
  return (
    <form class="fields" method="get" action="/mappings">
      <div class="field">
        <label for="filter-user">{filter.user}</label>
        <input
          id="filter-user"
          name="user"
          type="text"
          value={user}
          maxlength={64}
          pattern={personPattern}
          title={filter.userHint}
          autocomplete="off"
        />
      </div>
      <div class="field">
        <label for="filter-device">{filter.device}</label>
        <input
          id="filter-device"
          name="device"
          type="text"
          value={device}
          maxlength={deviceLengthMax}
          autocomplete="off"
        />
      </div>
      <Select
        id="filter-channel"
        name="channel"
        label={filter.channel}
        value={channel}
        options={[
          ['', filter.any],
          ...[...shownChannels].map((name) => [name, name === 'none' ? texts.noChannel : name] as const),
        ]}
      />
      <Select
        id="filter-state"
        name="state"
        label={filter.state}
        value={state}
        options={[['', filter.any], ...states.map((each) => [each, texts.mappingStates[each]] as const)]}
      />
      <Select
        id="filter-limit"
        name="limit"
        label={filter.limit}
        value={String(limit)}
        options={LIMITS.map((each) => [each, each])}
      />
      <p class="buttons">
        <button type="submit">{filter.submit}</button>
        <a class="button second" href="/mappings">
          {filter.reset}
        </a>
      </p>
    </form>
  )
}
