/** @jsxImportSource preact */
import { Select } from '#lib/ui/components/select.tsx'
import type { en } from './texts.en.ts'

const LIMITS = ['20', '50', '100']

/** What the form above the pictures sent. */
export interface AskedPictures {
  readonly owner: string
  readonly isAlike: boolean
  readonly limit: number
}

interface FilterFormProps {
  readonly asked: AskedPictures
  readonly ownerPattern: string
  readonly texts: (typeof en)['filter']
}

/** The search above the pictures. It needs no script. */
export function FilterForm({ asked: { owner, isAlike, limit }, ownerPattern, texts }: FilterFormProps) {
  return (
    <form class="fields" method="get" action="/assets">
      <div class="field">
        <label for="filter-owner">{texts.owner}</label>
        <input
          id="filter-owner"
          name="owner"
          type="text"
          value={owner}
          maxlength={64}
          pattern={ownerPattern}
          title={texts.ownerHint}
          autocomplete="off"
        />
      </div>
      <Select
        id="filter-alike"
        name="alike"
        label={texts.show}
        value={isAlike ? 'true' : ''}
        options={[
          ['', texts.all],
          ['true', texts.onlyAlike],
        ]}
      />
      <Select
        id="filter-limit"
        name="limit"
        label={texts.limit}
        value={String(limit)}
        options={LIMITS.map((each) => [each, each])}
      />
      <p class="buttons">
        <button type="submit">{texts.submit}</button>
        <a class="button second" href="/assets">
          {texts.reset}
        </a>
      </p>
    </form>
  )
}
