/** @jsxImportSource hono/jsx */
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { Layout } from '../pages/layout.tsx'

/** `GET /kafidx`: the live tail as a page. */
export const kafidxGet = definePlainRoute({
  path: '/kafidx',
  access: ['operate', 'admin'],
  summary: 'The live tail as a page',
  handle: () => (c) =>
    htmlPage(
      <Layout title="Live tail" script="tail.js">
        <h1>Live tail</h1>
        <form class="bar" id="filter">
          <label>
            Type{' '}
            <input
              name="type"
              placeholder="all"
              maxlength={64}
              value={c.req.query('type') ?? ''}
              autocomplete="off"
            />
          </label>
          <button type="submit">Filter</button>
          <button type="button" id="pause" aria-pressed="false">
            Pause
          </button>
          <output id="state">connecting …</output>
          <output id="counts"></output>
        </form>
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th>Time</th>
                <th>Topic</th>
                <th>Type</th>
                <th>Partition:offset</th>
                <th>Source</th>
                <th>Device or pair</th>
                <th>City</th>
                <th>klag ms</th>
                <th>Params</th>
              </tr>
            </thead>
            <tbody id="rows"></tbody>
          </table>
        </div>
        <p id="empty">No events yet. Create some with: npx bun run push simulate</p>
      </Layout>,
    ),
})
