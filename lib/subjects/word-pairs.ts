import type { Language } from '#lib/subjects/subject.ts'

/** Pairs of words, each in two forms or of two meanings. */
export interface WordPairs {
  readonly meet: readonly (readonly [string, string])[]
  readonly stayApart: readonly (readonly [string, string])[]
}

/** What the rules of each language must join, and what they must leave apart: a test holds them to it, and a page shows it. */
export const WORD_PAIRS: Readonly<Record<Language, WordPairs>> = {
  de: {
    meet: pairs(`
      Fahrrad Fahrräder, Fahrrad Fahrraeder, Fahrrad FAHRRADER, Haus Häuser, Haus Hauses, Kind Kindern, Buch Bücher,
      Katze Katzen, Hund Hunde, Stuhl Stühle, Tisch Tischen, Schrank Schränke, Wohnung Wohnungen, Zimmer Zimmern,
      Auto Autos, Sofa Sofas, Handy Handys, Lampe Lampen, Bett Betten, Uhr Uhren, Armbanduhr Armbanduhren,
      Kinderfahrrad Kinderfahrräder, Garten Gärten, Apfel Äpfel, Mutter Mütter, Schloss Schlösser, Fuß Füße,
      Straße Strassen, Band Bände, Band Bänder, Ort Orte, Ort Orten, Bank Bänke, Bank Banken, Küche Küchen,
      Lehrerin Lehrerinnen, Museum Museen, Firma Firmen, Zeugnis Zeugnisse, Bus Busse, Feder Federn, Gabel Gabeln,
      Student Studenten, Karte Karten, Reise Reisen, suche suchen, Ei Eier, Möbel Moebel, Kleid Kleider, Regal Regale`),
    stayApart: pairs(`
      Messe Messer, Rad Rat, Band Bande, Bank Banker, Wagen Waage, Rolle Roller, Kuchen Küche, Reis Reise, Karte Kart,
      Schal Schale, Note Not, Kappe Kap, Kurs Kur, Mais Mai, Eis Ei, Dachs Dach, Tablett Tablette,
      Schrank Schranke, Patrone Patron, Kammer Kamm, Keller Kelle, Hafen Hafer, Lehrer Lehre, Drucker Druck,
      Ausland Ausländer, Leine Leinen, Kasten Kaste, Reifen Reife, Miete Vermieter, Wohnung Wohnwagen, Haus Hausboot,
      Geländer Gelände, Rose Ross, Kirsche Kirsch, Fahrrad Fahrer`),
  },
  en: {
    meet: pairs(`
      bike bikes, box boxes, baby babies, city cities, knife knives, shelf shelves, child children, man men, woman women,
      mouse mice, tooth teeth, foot feet, shoe shoes, glove gloves, dress dresses, bus buses, watch watches, dish dishes,
      key keys, toy toys, house houses, horse horses, potato potatoes, photo photos, lens lenses, movie movies,
      e-bike E‑Bikes, record records, sofa sofas, stove stoves`),
    stayApart: pairs(`
      university universe, news new, organ organization, arm army, general generous, past paste, hotel hot, painting paint,
      care car, plane plan, tape tap, cape cap, wine win, note not, tube tub, linen line, raven rave, chicken chick,
      garden gard, building build, wedding wed, glass glasses, goods good, physics physic, shorts short, business busy,
      relative relation, policy police, animal animate, customs custom, poet pot, golden gold, kitten kit, oven over`),
  },
}

function pairs(text: string): (readonly [string, string])[] {
  return text.split(',').map((pair) => {
    const [one = '', other = ''] = pair.trim().split(' ')
    return [one, other] as const
  })
}
