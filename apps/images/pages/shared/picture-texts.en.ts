/** The texts that both pages of pictures have. */
export const en = {
  owner: 'Owner',
  owners: 'Owners',
  alike: 'Pictures of other owners that look like it',
  pictureOf: 'Picture of',
}
