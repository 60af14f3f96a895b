/** Texts around templates. Templates and their registers bring their own words. */
export const sv = {
  fromTemplate: 'Börja från en mall',
  fromTemplateShort: 'Från mall',
  choose: 'Mall',
  intro:
    'En mall lägger upp färdiga register som hänger ihop, med vyer. Varje fält har redan klass, ändamål och rättslig grund. Allt kan ändras efteråt.',
  makes: 'Det här läggs upp',
  fields: (count: string) => `${count} fält`,
  views: (names: string) => `Vyer: ${names}`,
  isThere: 'Finns redan',
  isThereText: 'Ett register med samma nyckel lämnas som det är. Länkar från de nya registren leder till det.',
  allThere: 'Organisationen har redan alla register i mallen.',
  make: (count: number, written: string) => (count === 1 ? 'Lägg upp 1 register' : `Lägg upp ${written} register`),
  made: (name: string) => `${name} är upplagt`,
};
