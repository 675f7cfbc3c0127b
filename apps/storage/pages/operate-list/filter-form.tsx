/** @jsxImportSource preact */
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Language } from '#lib/text/language.ts'
import { Select } from '#lib/ui/components/select.tsx'
import type { en } from '../shared/operate-texts.en.ts'
import { Metres } from '../shared/metres.tsx'
import type { AskedOfList } from './asked-of-list.ts'

const RADII_METERS = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]
const RADIUS_METERS = '5000'
const LIMITS = ['20', '50', '100', '200']
const LIMIT = '50'
/** The station lists so first when it is not asked for an order. */
const FIRST_ORDER = ''

interface FilterFormProps {
  readonly kind: SubjectKind
  readonly path: string
  readonly asked: AskedOfList
  /** Whether the reader also sees what is switched off. */
  readonly seesAll: boolean
  readonly language: Language
  readonly texts: (typeof en)['filter']
}

/** The filters of a list. The form leads to the station, which leads on to the list, so it needs no script. */
export function FilterForm({ kind, path, asked, seesAll, language, texts }: FilterFormProps) {
  const yesOrNo = [
    ['', texts.any],
    ['true', texts.yes],
    ['false', texts.no],
  ] as const
  return (
    <form class="fields" method="get" action="/store/filter">
      <input type="hidden" name="kind" value={kind} />
      <TextField name="keywords" label={texts.keywords} hint={texts.keywordsHint} value={asked.keywords} />
      <TextField name="q" label={texts.q} hint={texts.qHint} value={asked.q} />
      <TextField
        name="place"
        label={texts.place}
        hint={texts.placeHint}
        value={asked.place ?? asked.near}
        maxlength={100}
      />
      <Select
        id="filter-radius"
        name="radius"
        label={texts.radius}
        value={asked.radius ?? RADIUS_METERS}
        options={radiiWith(asked.radius).map((meters) => [
          String(meters),
          <Metres value={meters} language={language} />,
        ])}
      />
      <TextField name="owner" label={texts.owner} value={asked.owner} maxlength={64} />
      {seesAll && (
        <Select
          id="filter-active"
          name="active"
          label={texts.active}
          value={asked.active}
          options={yesOrNo}
        />
      )}
      <Select id="filter-hidden" name="hidden" label={texts.hidden} value={asked.hidden} options={yesOrNo} />
      <Select
        id="filter-sort"
        name="sort"
        label={texts.sort}
        value={asked.sort}
        options={[
          [FIRST_ORDER, texts.orders.newest],
          ...possibleOrders(asked).map((order) => [order, texts.orders[order]] as const),
        ]}
      />
      <Select
        id="filter-limit"
        name="limit"
        label={texts.limit}
        value={asked.limit ?? LIMIT}
        options={LIMITS.map((limit) => [limit, limit])}
      />
      <p class="buttons">
        <button type="submit">{texts.submit}</button>
        <a class="button second" href={path}>
          {texts.reset}
        </a>
      </p>
    </form>
  )
}

interface TextFieldProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly value: string | undefined
  readonly maxlength?: number
}

function TextField({ name, label, hint, value, maxlength = 200 }: TextFieldProps) {
  const id = `filter-${name}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="text"
        value={value}
        maxlength={maxlength}
        autocomplete="off"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** The orders that the list can have besides the first one, and the one that was asked for. */
function possibleOrders({ sort, place, near, keywords }: AskedOfList): ('nearest' | 'best')[] {
  const isNear = place !== undefined || near !== undefined
  return [
    ...(isNear || sort === 'nearest' ? ['nearest' as const] : []),
    ...(keywords !== undefined || sort === 'best' ? ['best' as const] : []),
  ]
}

/** The choice of radii, with the one that was asked for. */
function radiiWith(asked: string | undefined): number[] {
  const given = Number(asked ?? RADIUS_METERS)
  return RADII_METERS.includes(given) || Number.isNaN(given)
    ? RADII_METERS
    : [...RADII_METERS, given].toSorted((a, b) => a - b)
}
