import { personRoutes } from '#lib/erasure/person-routes.ts'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { Route } from '#lib/http/define-route.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import { bulkRoutes } from './bulks/api.ts'
import type { RatePorts } from './call-rates.ts'
import { channelRoutes } from './channels/api.ts'
import type { ChannelPorts } from './channels/options.ts'
import { forbiddenRoutes } from './forbidden/api.ts'
import type { ForbiddenPorts } from './forbidden/options.ts'
import type { HideBlocked } from './hide-blocked.ts'
import type { StorageOptions } from './options.ts'
import { reportRoutes } from './reports/api.ts'
import type { ReportPorts } from './reports/options.ts'
import { storagePages } from './pages/all-pages.ts'
import { subjectCopy } from './routes/subject-copy.ts'
import type { TakePreview } from './preview-rates.ts'
import type { PlaceFinder } from './places/open-places.ts'
import { draftPreview } from './routes/draft-preview.ts'
import { geoGet } from './routes/geo-get.ts'
import { keywordsList } from './routes/keywords-list.ts'
import { listFilter } from './routes/list-filter.ts'
import { pictureUses } from './routes/picture-uses.ts'
import { placesList } from './routes/places-list.ts'
import { subjectCreate } from './routes/subject-create.ts'
import { subjectDelete } from './routes/subject-delete.ts'
import { subjectGet } from './routes/subject-get.ts'
import { HIDINGS, subjectHide } from './routes/subject-hide.ts'
import { subjectHistory } from './routes/subject-history.ts'
import { subjectMatch } from './routes/subject-match.ts'
import { subjectMatches } from './routes/subject-matches.ts'
import { subjectNotify } from './routes/subject-notify.ts'
import { subjectPatch } from './routes/subject-patch.ts'
import { subjectRenew } from './routes/subject-renew.ts'
import { subjectReplace } from './routes/subject-replace.ts'
import { subjectStage } from './routes/subject-stage.ts'
import { subjectSwitch, SWITCHES } from './routes/subject-switch.ts'
import { subjectsList } from './routes/subjects-list.ts'
import { totalsList } from './routes/totals-list.ts'
import { SUBJECT_PATHS, type SubjectPath } from './subject-path.ts'

/** Dependencies of the routes of apps/storage. */
export interface StoragePorts extends StorageOptions, ChannelPorts, ReportPorts, ForbiddenPorts, RatePorts {
  readonly hideBlocked: HideBlocked
  readonly people: PersonKeeper
  readonly places: PlaceFinder
  readonly takePreview: TakePreview
}

/** The API of apps/storage. */
export const storageApi = defineDescribedApi<StoragePorts>({
  station: 'storage',
  document: { path: '/store/openapi.json', description: 'Searches and offers' },
  routes: [
    ...SUBJECT_PATHS.flatMap(subjectRoutes),
    ...bulkRoutes,
    ...channelRoutes,
    ...reportRoutes,
    ...forbiddenRoutes,
    keywordsList,
    placesList,
    draftPreview,
    geoGet,
    pictureUses,
    totalsList,
    listFilter,
    ...personRoutes('/store', { hasDevices: true }),
    ...storagePages.routes,
  ],
})

function subjectRoutes(path: SubjectPath): Route<StoragePorts>[] {
  return [
    subjectsList(path),
    subjectCreate(path),
    subjectGet(path),
    subjectReplace(path),
    subjectPatch(path),
    subjectDelete(path),
    ...SWITCHES.map((way) => subjectSwitch(path, way)),
    ...HIDINGS.map((verb) => subjectHide(path, verb)),
    subjectStage(path),
    subjectRenew(path),
    subjectCopy(path),
    subjectNotify(path),
    subjectMatches(path),
    subjectMatch(path),
    subjectHistory(path),
  ]
}
