/** @jsxImportSource preact */
import type { ComponentType } from 'preact'

/** The attributes by which a script finds its island and what it shows. */
export const ISLAND = 'data-island'
export const PROPS = 'data-props'

/** What an island is made from. */
interface IslandProps<Props extends object> {
  /** Unique on its page. */
  readonly name: string
  readonly of: ComponentType<Props>
  /** As JSON it goes to the browser, so it holds no functions and nothing that the reader may not see. */
  readonly props: Props
}

/** A component that a script brings to life in the browser, see `hydrateIsland()`. Its HTML is complete without the script. */
export function Island<Props extends object>({ name, of: Content, props }: IslandProps<Props>) {
  return (
    <div {...{ [ISLAND]: name, [PROPS]: JSON.stringify(props) }}>
      <Content {...props} />
    </div>
  )
}
