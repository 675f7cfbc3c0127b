import type { City } from '#lib/cities/city.ts'

/** Hamburg and its well-known places. */
export const hamburg: City = {
  name: 'Hamburg',
  timeZone: 'Europe/Berlin',
  places: [
    { name: 'Rathaus', at: { lat: 53.5503, lng: 9.9924 } },
    { name: 'Hauptbahnhof', at: { lat: 53.5528, lng: 10.0067 } },
    { name: 'Jungfernstieg', at: { lat: 53.5526, lng: 9.9938 } },
    { name: 'Kunsthalle', at: { lat: 53.5552, lng: 10.0026 } },
    { name: 'Elbphilharmonie', at: { lat: 53.5413, lng: 9.9841 } },
    { name: 'Speicherstadt', at: { lat: 53.5438, lng: 9.9889 } },
    { name: 'Überseequartier', at: { lat: 53.5403, lng: 9.9993 } },
    { name: 'Chilehaus', at: { lat: 53.5481, lng: 10.0024 } },
    { name: 'Deichtorhallen', at: { lat: 53.5466, lng: 10.0065 } },
    { name: 'Landungsbrücken', at: { lat: 53.5456, lng: 9.9664 } },
    { name: 'Michel', at: { lat: 53.5484, lng: 9.9789 } },
    { name: 'Fischmarkt', at: { lat: 53.5447, lng: 9.9515 } },
    { name: 'Reeperbahn', at: { lat: 53.5497, lng: 9.9577 } },
    { name: 'Davidwache', at: { lat: 53.5497, lng: 9.9637 } },
    { name: 'Heiligengeistfeld', at: { lat: 53.5557, lng: 9.9699 } },
    { name: 'Millerntor-Stadion', at: { lat: 53.5546, lng: 9.9677 } },
    { name: 'Sternschanze', at: { lat: 53.5637, lng: 9.9678 } },
    { name: 'Planten un Blomen', at: { lat: 53.5601, lng: 9.9822 } },
    { name: 'Dammtor', at: { lat: 53.5607, lng: 9.9896 } },
    { name: 'Altona', at: { lat: 53.5519, lng: 9.9352 } },
    { name: 'Berliner Tor', at: { lat: 53.553, lng: 10.0244 } },
    { name: 'Barmbek', at: { lat: 53.5873, lng: 10.0446 } },
    { name: 'Stadtpark', at: { lat: 53.5972, lng: 10.0085 } },
    { name: 'Tierpark Hagenbeck', at: { lat: 53.5953, lng: 9.9403 } },
  ],
}
