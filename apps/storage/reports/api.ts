import type { Route } from '#lib/http/define-route.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import type { ReportPorts } from './options.ts'
import { reportCreate } from './routes/report-create.ts'
import { reportDecide } from './routes/report-decide.ts'
import { reportGet } from './routes/report-get.ts'
import { reportsList } from './routes/reports-list.ts'

/** The routes of reports. */
export const reportRoutes: readonly Route<ReportPorts & PagePorts>[] = [
  reportsList,
  reportCreate,
  reportGet,
  reportDecide,
]
