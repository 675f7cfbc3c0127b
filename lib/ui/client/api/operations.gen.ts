// Generated from docs/reference/openapi by: npx bun run write:generated
import type * as accounts from './accounts.gen.ts'
import type * as images from './images.gen.ts'
import type * as matching from './matching.gen.ts'
import type * as notifications from './notifications.gen.ts'
import type * as offers from './offers.gen.ts'
import type * as storage from './storage.gen.ts'

/** Each operation of our APIs: what it takes, and what it answers by status. */
export interface Operations {
  'GET /accounts/audit': { data: accounts.GetAccountsAuditData; answers: accounts.GetAccountsAuditResponses }
  'POST /accounts/auth/change-password': { data: accounts.PostAccountsAuthChangePasswordData; answers: accounts.PostAccountsAuthChangePasswordResponses }
  'GET /accounts/auth/get-session': { data: accounts.GetAccountsAuthGetSessionData; answers: accounts.GetAccountsAuthGetSessionResponses }
  'GET /accounts/auth/list-sessions': { data: accounts.GetAccountsAuthListSessionsData; answers: accounts.GetAccountsAuthListSessionsResponses }
  'POST /accounts/auth/request-password-reset': { data: accounts.PostAccountsAuthRequestPasswordResetData; answers: accounts.PostAccountsAuthRequestPasswordResetResponses }
  'POST /accounts/auth/reset-password': { data: accounts.PostAccountsAuthResetPasswordData; answers: accounts.PostAccountsAuthResetPasswordResponses }
  'POST /accounts/auth/revoke-other-sessions': { data: accounts.PostAccountsAuthRevokeOtherSessionsData; answers: accounts.PostAccountsAuthRevokeOtherSessionsResponses }
  'POST /accounts/auth/revoke-session': { data: accounts.PostAccountsAuthRevokeSessionData; answers: accounts.PostAccountsAuthRevokeSessionResponses }
  'POST /accounts/auth/send-verification-email': { data: accounts.PostAccountsAuthSendVerificationEmailData; answers: accounts.PostAccountsAuthSendVerificationEmailResponses }
  'POST /accounts/auth/sign-in/email': { data: accounts.PostAccountsAuthSignInEmailData; answers: accounts.PostAccountsAuthSignInEmailResponses }
  'POST /accounts/auth/sign-out': { data: accounts.PostAccountsAuthSignOutData; answers: accounts.PostAccountsAuthSignOutResponses }
  'POST /accounts/auth/sign-up/email': { data: accounts.PostAccountsAuthSignUpEmailData; answers: accounts.PostAccountsAuthSignUpEmailResponses }
  'GET /accounts/auth/verify-email': { data: accounts.GetAccountsAuthVerifyEmailData; answers: accounts.GetAccountsAuthVerifyEmailResponses }
  'POST /accounts/dev-login': { data: accounts.PostAccountsDevLoginData; answers: accounts.PostAccountsDevLoginResponses }
  'GET /accounts/devices': { data: accounts.GetAccountsDevicesData; answers: accounts.GetAccountsDevicesResponses }
  'POST /accounts/devices': { data: accounts.PostAccountsDevicesData; answers: accounts.PostAccountsDevicesResponses }
  'DELETE /accounts/devices/{id}': { data: accounts.DeleteAccountsDevicesByIdData; answers: accounts.DeleteAccountsDevicesByIdResponses }
  'GET /accounts/devices/{id}/owner': { data: accounts.GetAccountsDevicesByIdOwnerData; answers: accounts.GetAccountsDevicesByIdOwnerResponses }
  'POST /accounts/devices/{id}/revoke': { data: accounts.PostAccountsDevicesByIdRevokeData; answers: accounts.PostAccountsDevicesByIdRevokeResponses }
  'POST /accounts/devices/{id}/rotate': { data: accounts.PostAccountsDevicesByIdRotateData; answers: accounts.PostAccountsDevicesByIdRotateResponses }
  'GET /accounts/ended-sessions': { data: accounts.GetAccountsEndedSessionsData; answers: accounts.GetAccountsEndedSessionsResponses }
  'GET /accounts/erased': { data: accounts.GetAccountsErasedData; answers: accounts.GetAccountsErasedResponses }
  'GET /accounts/jwks.json': { data: accounts.GetAccountsJwksJsonData; answers: accounts.GetAccountsJwksJsonResponses }
  'DELETE /accounts/people/me': { data: accounts.DeleteAccountsPeopleMeData; answers: accounts.DeleteAccountsPeopleMeResponses }
  'GET /accounts/people/me/export': { data: accounts.GetAccountsPeopleMeExportData; answers: accounts.GetAccountsPeopleMeExportResponses }
  'DELETE /accounts/people/{person}': { data: accounts.DeleteAccountsPeopleByPersonData; answers: accounts.DeleteAccountsPeopleByPersonResponses }
  'GET /accounts/revoked-keys': { data: accounts.GetAccountsRevokedKeysData; answers: accounts.GetAccountsRevokedKeysResponses }
  'PUT /accounts/roles': { data: accounts.PutAccountsRolesData; answers: accounts.PutAccountsRolesResponses }
  'POST /accounts/tokens': { data: accounts.PostAccountsTokensData; answers: accounts.PostAccountsTokensResponses }
  'GET /accounts/write-keys': { data: accounts.GetAccountsWriteKeysData; answers: accounts.GetAccountsWriteKeysResponses }
  'POST /accounts/write-keys': { data: accounts.PostAccountsWriteKeysData; answers: accounts.PostAccountsWriteKeysResponses }
  'DELETE /accounts/write-keys/{key}': { data: accounts.DeleteAccountsWriteKeysByKeyData; answers: accounts.DeleteAccountsWriteKeysByKeyResponses }
  'POST /assets': { data: images.PostAssetsData; answers: images.PostAssetsResponses }
  'DELETE /assets/{id}': { data: images.DeleteAssetsByIdData; answers: images.DeleteAssetsByIdResponses }
  'GET /assets/{id}/{file}': { data: images.GetAssetsByIdByFileData; answers: images.GetAssetsByIdByFileResponses }
  'DELETE /images/people/{person}': { data: images.DeleteImagesPeopleByPersonData; answers: images.DeleteImagesPeopleByPersonResponses }
  'GET /images/people/{person}': { data: images.GetImagesPeopleByPersonData; answers: images.GetImagesPeopleByPersonResponses }
  'GET /matching/blocks': { data: matching.GetMatchingBlocksData; answers: matching.GetMatchingBlocksResponses }
  'POST /matching/blocks/between': { data: matching.PostMatchingBlocksBetweenData; answers: matching.PostMatchingBlocksBetweenResponses }
  'DELETE /matching/blocks/{person}': { data: matching.DeleteMatchingBlocksByPersonData; answers: matching.DeleteMatchingBlocksByPersonResponses }
  'PUT /matching/blocks/{person}': { data: matching.PutMatchingBlocksByPersonData; answers: matching.PutMatchingBlocksByPersonResponses }
  'GET /matching/match/{id}': { data: matching.GetMatchingMatchByIdData; answers: matching.GetMatchingMatchByIdResponses }
  'GET /matching/matches/{subject}': { data: matching.GetMatchingMatchesBySubjectData; answers: matching.GetMatchingMatchesBySubjectResponses }
  'DELETE /matching/people/{person}': { data: matching.DeleteMatchingPeopleByPersonData; answers: matching.DeleteMatchingPeopleByPersonResponses }
  'GET /matching/people/{person}': { data: matching.GetMatchingPeopleByPersonData; answers: matching.GetMatchingPeopleByPersonResponses }
  'DELETE /matching/people/{person}/devices/{device}': { data: matching.DeleteMatchingPeopleByPersonDevicesByDeviceData; answers: matching.DeleteMatchingPeopleByPersonDevicesByDeviceResponses }
  'GET /matching/recent': { data: matching.GetMatchingRecentData; answers: matching.GetMatchingRecentResponses }
  'GET /deliveries': { data: notifications.GetDeliveriesData; answers: notifications.GetDeliveriesResponses }
  'DELETE /deliveries/people/{person}': { data: notifications.DeleteDeliveriesPeopleByPersonData; answers: notifications.DeleteDeliveriesPeopleByPersonResponses }
  'GET /deliveries/people/{person}': { data: notifications.GetDeliveriesPeopleByPersonData; answers: notifications.GetDeliveriesPeopleByPersonResponses }
  'DELETE /deliveries/people/{person}/devices/{device}': { data: notifications.DeleteDeliveriesPeopleByPersonDevicesByDeviceData; answers: notifications.DeleteDeliveriesPeopleByPersonDevicesByDeviceResponses }
  'GET /mappings': { data: notifications.GetMappingsData; answers: notifications.GetMappingsResponses }
  'DELETE /mappings/{device}': { data: notifications.DeleteMappingsByDeviceData; answers: notifications.DeleteMappingsByDeviceResponses }
  'GET /mappings/{device}': { data: notifications.GetMappingsByDeviceData; answers: notifications.GetMappingsByDeviceResponses }
  'GET /notifications/channels': { data: notifications.GetNotificationsChannelsData; answers: notifications.GetNotificationsChannelsResponses }
  'POST /register': { data: notifications.PostRegisterData; answers: notifications.PostRegisterResponses }
  'GET /jobs': { data: offers.GetJobsData; answers: offers.GetJobsResponses }
  'POST /jobs/{id}/run': { data: offers.PostJobsByIdRunData; answers: offers.PostJobsByIdRunResponses }
  'GET /jobs/{id}/runs': { data: offers.GetJobsByIdRunsData; answers: offers.GetJobsByIdRunsResponses }
  'GET /runs/{id}': { data: offers.GetRunsByIdData; answers: offers.GetRunsByIdResponses }
  'POST /runs/{id}/approve': { data: offers.PostRunsByIdApproveData; answers: offers.PostRunsByIdApproveResponses }
  'POST /runs/{id}/cancel': { data: offers.PostRunsByIdCancelData; answers: offers.PostRunsByIdCancelResponses }
  'GET /sidekiq': { data: offers.GetSidekiqData; answers: offers.GetSidekiqResponses }
  'GET /store/channels': { data: storage.GetStoreChannelsData; answers: storage.GetStoreChannelsResponses }
  'POST /store/channels': { data: storage.PostStoreChannelsData; answers: storage.PostStoreChannelsResponses }
  'GET /store/channels/live': { data: storage.GetStoreChannelsLiveData; answers: storage.GetStoreChannelsLiveResponses }
  'GET /store/channels/{id}': { data: storage.GetStoreChannelsByIdData; answers: storage.GetStoreChannelsByIdResponses }
  'POST /store/channels/{id}/leave': { data: storage.PostStoreChannelsByIdLeaveData; answers: storage.PostStoreChannelsByIdLeaveResponses }
  'GET /store/channels/{id}/messages': { data: storage.GetStoreChannelsByIdMessagesData; answers: storage.GetStoreChannelsByIdMessagesResponses }
  'POST /store/channels/{id}/messages': { data: storage.PostStoreChannelsByIdMessagesData; answers: storage.PostStoreChannelsByIdMessagesResponses }
  'DELETE /store/channels/{id}/messages/{message}': { data: storage.DeleteStoreChannelsByIdMessagesByMessageData; answers: storage.DeleteStoreChannelsByIdMessagesByMessageResponses }
  'GET /store/channels/{id}/messages/{message}': { data: storage.GetStoreChannelsByIdMessagesByMessageData; answers: storage.GetStoreChannelsByIdMessagesByMessageResponses }
  'PUT /store/channels/{id}/messages/{message}': { data: storage.PutStoreChannelsByIdMessagesByMessageData; answers: storage.PutStoreChannelsByIdMessagesByMessageResponses }
  'POST /store/channels/{id}/read': { data: storage.PostStoreChannelsByIdReadData; answers: storage.PostStoreChannelsByIdReadResponses }
  'GET /store/offers': { data: storage.GetStoreOffersData; answers: storage.GetStoreOffersResponses }
  'POST /store/offers': { data: storage.PostStoreOffersData; answers: storage.PostStoreOffersResponses }
  'DELETE /store/offers/{id}': { data: storage.DeleteStoreOffersByIdData; answers: storage.DeleteStoreOffersByIdResponses }
  'GET /store/offers/{id}': { data: storage.GetStoreOffersByIdData; answers: storage.GetStoreOffersByIdResponses }
  'PATCH /store/offers/{id}': { data: storage.PatchStoreOffersByIdData; answers: storage.PatchStoreOffersByIdResponses }
  'PUT /store/offers/{id}': { data: storage.PutStoreOffersByIdData; answers: storage.PutStoreOffersByIdResponses }
  'POST /store/offers/{id}/activate': { data: storage.PostStoreOffersByIdActivateData; answers: storage.PostStoreOffersByIdActivateResponses }
  'POST /store/offers/{id}/copy': { data: storage.PostStoreOffersByIdCopyData; answers: storage.PostStoreOffersByIdCopyResponses }
  'POST /store/offers/{id}/deactivate': { data: storage.PostStoreOffersByIdDeactivateData; answers: storage.PostStoreOffersByIdDeactivateResponses }
  'GET /store/offers/{id}/history': { data: storage.GetStoreOffersByIdHistoryData; answers: storage.GetStoreOffersByIdHistoryResponses }
  'GET /store/offers/{id}/matches': { data: storage.GetStoreOffersByIdMatchesData; answers: storage.GetStoreOffersByIdMatchesResponses }
  'POST /store/offers/{id}/notify': { data: storage.PostStoreOffersByIdNotifyData; answers: storage.PostStoreOffersByIdNotifyResponses }
  'POST /store/offers/{id}/renew': { data: storage.PostStoreOffersByIdRenewData; answers: storage.PostStoreOffersByIdRenewResponses }
  'POST /store/offers/{id}/stage': { data: storage.PostStoreOffersByIdStageData; answers: storage.PostStoreOffersByIdStageResponses }
  'DELETE /store/people/{person}': { data: storage.DeleteStorePeopleByPersonData; answers: storage.DeleteStorePeopleByPersonResponses }
  'GET /store/people/{person}': { data: storage.GetStorePeopleByPersonData; answers: storage.GetStorePeopleByPersonResponses }
  'DELETE /store/people/{person}/devices/{device}': { data: storage.DeleteStorePeopleByPersonDevicesByDeviceData; answers: storage.DeleteStorePeopleByPersonDevicesByDeviceResponses }
  'GET /store/places': { data: storage.GetStorePlacesData; answers: storage.GetStorePlacesResponses }
  'GET /store/searches': { data: storage.GetStoreSearchesData; answers: storage.GetStoreSearchesResponses }
  'POST /store/searches': { data: storage.PostStoreSearchesData; answers: storage.PostStoreSearchesResponses }
  'DELETE /store/searches/{id}': { data: storage.DeleteStoreSearchesByIdData; answers: storage.DeleteStoreSearchesByIdResponses }
  'GET /store/searches/{id}': { data: storage.GetStoreSearchesByIdData; answers: storage.GetStoreSearchesByIdResponses }
  'PATCH /store/searches/{id}': { data: storage.PatchStoreSearchesByIdData; answers: storage.PatchStoreSearchesByIdResponses }
  'PUT /store/searches/{id}': { data: storage.PutStoreSearchesByIdData; answers: storage.PutStoreSearchesByIdResponses }
  'POST /store/searches/{id}/activate': { data: storage.PostStoreSearchesByIdActivateData; answers: storage.PostStoreSearchesByIdActivateResponses }
  'POST /store/searches/{id}/copy': { data: storage.PostStoreSearchesByIdCopyData; answers: storage.PostStoreSearchesByIdCopyResponses }
  'POST /store/searches/{id}/deactivate': { data: storage.PostStoreSearchesByIdDeactivateData; answers: storage.PostStoreSearchesByIdDeactivateResponses }
  'GET /store/searches/{id}/history': { data: storage.GetStoreSearchesByIdHistoryData; answers: storage.GetStoreSearchesByIdHistoryResponses }
  'GET /store/searches/{id}/matches': { data: storage.GetStoreSearchesByIdMatchesData; answers: storage.GetStoreSearchesByIdMatchesResponses }
  'POST /store/searches/{id}/notify': { data: storage.PostStoreSearchesByIdNotifyData; answers: storage.PostStoreSearchesByIdNotifyResponses }
  'POST /store/searches/{id}/renew': { data: storage.PostStoreSearchesByIdRenewData; answers: storage.PostStoreSearchesByIdRenewResponses }
  'POST /store/searches/{id}/stage': { data: storage.PostStoreSearchesByIdStageData; answers: storage.PostStoreSearchesByIdStageResponses }
  'GET /store/totals': { data: storage.GetStoreTotalsData; answers: storage.GetStoreTotalsResponses }
}
