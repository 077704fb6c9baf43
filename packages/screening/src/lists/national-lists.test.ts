import { describe, expect, it } from 'vitest'
import { collect } from '../../testing/watchlist-data.ts'
import { type ListFormat, parserFor } from './list-formats.ts'
import { memoryFile, type Publication } from './list-input.ts'

async function read(format: ListFormat, content: string) {
  let publication: Publication = {}
  const warnings: string[] = []
  const entities = await collect(parserFor(format), {
    listId: 'L',
    files: [memoryFile('list', content)],
    onPublication: (stated) => {
      publication = stated
    },
    onWarning: (warning) => warnings.push(warning),
  })
  return { entities, publication, warnings }
}

describe('the EU list', () => {
  it('reads aliases with their strength and language, ranges of years and contacts from XML', async () => {
    const xml = `<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-06-05T10:00:00+02:00">
      <sanctionEntity designationDate="2022-02-28" euReferenceNumber="EU.1.2" logicalId="7" unitedNationId="QDe.1">
        <regulation programme="UKR" numberTitle="2022/336 (OJ L58)"><publicationUrl>https://eur-lex.example/1</publicationUrl></regulation>
        <subjectType code="enterprise" classificationCode="E"/>
        <nameAlias wholeName="Musterwerke AG" strong="true" nameLanguage="DE"/>
        <nameAlias wholeName="Мустерверке" strong="true" nameLanguage="RU"/>
        <nameAlias wholeName="MW" strong="true"><remark>Low quality a.k.a.</remark></nameAlias>
        <nameAlias wholeName="Werke" strong="false"/>
        <identification identificationTypeCode="regnumber" identificationTypeDescription="Registration number" number="HRB 1" countryIso2Code="DE"/>
        <address street="Weg 1" city="Ulm" zipCode="89073" countryIso2Code="DE"><contactInfo key="EMAIL" value="a@example.org"/></address>
      </sanctionEntity>
      <sanctionEntity logicalId="8"><subjectType classificationCode="P"/>
        <nameAlias firstName="Max" lastName="MUSTER" wholeName="Max MUSTER" gender="M" function="Director" strong="true"/>
        <birthdate yearRangeFrom="1962" yearRangeTo="1964" circa="true" calendarType="GREGORIAN" city="Ulm" countryIso2Code="DE"/>
        <birthdate birthdate="1340-01-01" calendarType="ISLAMIC"/>
        <citizenship countryIso2Code="RU"/>
      </sanctionEntity></export>`
    const { entities, publication } = await read('eu-xml', xml)
    expect(publication.publishedAt).toBe('2026-06-05T10:00:00+02:00')
    expect(entities[0]).toMatchObject({
      id: 'L:EU.1.2',
      schema: 'Organization',
      names: [
        { full: 'Musterwerke AG', kind: 'primary', language: 'de' },
        { full: 'Мустерверке', kind: 'original', language: 'ru' },
        { full: 'MW', kind: 'weak' },
        { full: 'Werke', kind: 'weak' },
      ],
      documents: [{ kind: 'registration', number: 'HRB 1', country: 'de' }],
      addresses: [{ street: 'Weg 1', city: 'Ulm', postalCode: '89073', country: 'de' }],
      contacts: [{ kind: 'email', value: 'a@example.org' }],
      programmes: ['UKR'],
      listedOn: '2022-02-28',
      properties: { unscId: ['QDe.1'], provisions: ['2022/336 (OJ L58)'] },
    })
    expect(entities[1]).toMatchObject({
      id: 'L:8',
      schema: 'Person',
      gender: 'male',
      birthDates: [{ value: '1962', to: '1964', precision: 'year', circa: true }],
      birthPlaces: [{ city: 'Ulm', country: 'de' }],
      nationalities: ['ru'],
      positions: [{ title: 'Director' }],
      remarks: ['Date of birth as listed: 1340-01-01 (ISLAMIC calendar)'],
    })
  })

  it('gathers the rows of an entity from CSV, wherever they stand', async () => {
    const header =
      'fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_WholeName;BirthDate_BirthDate;BirthDate_City;BirthDate_CountryIso2Code;Identification_Number;Identification_TypeCode;Identification_CountryIso2Code;Citizenship_CountryIso2Code'
    const csv = `\uFEFF${header}
05/06/2026;7;EU.1.2;person;P;UKR;MUSTER;Max;Max MUSTER;;;;;;;
05/06/2026;9;EU.9.9;enterprise;E;UKR;;;Werke AG;;;;;;;
05/06/2026;7;EU.1.2;person;P;UKR;;;;1962-11-23;Ulm;DE;;;;
05/06/2026;7;EU.1.2;person;P;UKR;;;;;;;AB123;passport;RU;
05/06/2026;7;EU.1.2;person;P;UKR;;;"Max ""der Lange"" MUSTER";;;;;;;RU
`
    const { entities, publication } = await read('eu-csv', csv)
    expect(publication.publishedAt).toBe('2026-06-05')
    expect(entities).toMatchObject([
      {
        entryId: 'EU.1.2',
        schema: 'Person',
        names: [{ full: 'Max MUSTER' }, { full: 'Max "der Lange" MUSTER' }],
        birthDates: [{ value: '1962-11-23' }],
        documents: [{ kind: 'passport', number: 'AB123', country: 'ru' }],
        nationalities: ['ru'],
        programmes: ['UKR'],
        raw: { line: 2 },
      },
      { entryId: 'EU.9.9', schema: 'Organization', names: [{ full: 'Werke AG', kind: 'primary' }] },
    ])
  })
})

describe('the UK list', () => {
  const wanted = {
    entryId: 'RUS0001',
    schema: 'Person',
    names: [
      { full: 'Ivan Petrovich PRIMEROV', kind: 'primary', parts: { given: 'Ivan Petrovich', family: 'PRIMEROV' } },
      { full: 'PRIMER', kind: 'weak' },
      { full: 'Иван Примеров', kind: 'original' },
    ],
    birthDates: [
      { value: '1962', precision: 'year' },
      { value: '1963-11-23', precision: 'day' },
    ],
    birthPlaces: [{ city: 'Omsk', country: 'ru' }],
    nationalities: ['ru'],
    documents: [{ kind: 'passport', number: '12345' }],
    programmes: ['The Russia (Sanctions) (EU Exit) Regulations 2019'],
    listedOn: '2022-03-10',
    gender: 'male',
  }

  it('reads unknown parts of dates, alias strength and other scripts from XML', async () => {
    const xml = `<Designations><DateGenerated>2026-06-10T00:00:00</DateGenerated><Designation>
      <DateDesignated>10/03/2022</DateDesignated><UniqueID>RUS0001</UniqueID>
      <Names><Name><Name6>PRIMER</Name6><NameType>Alias</NameType><AliasStrength>Low Quality a.k.a.</AliasStrength></Name>
        <Name><Name1>Ivan</Name1><Name2>Petrovich</Name2><Name6>PRIMEROV</Name6><NameType>Primary Name</NameType></Name></Names>
      <NonLatinNames><NonLatinName><NameNonLatinScript>Иван Примеров</NameNonLatinScript></NonLatinName></NonLatinNames>
      <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
      <IndividualDetails><Individual><DOBs><DOB>dd/mm/1962</DOB><DOB>23/11/1963</DOB></DOBs><Nationalities><Nationality>Russia</Nationality></Nationalities>
        <PassportDetails><Passport><PassportNumber>12345</PassportNumber></Passport></PassportDetails><Genders><Gender>Male</Gender></Genders>
        <BirthDetails><Location><TownOfBirth>Omsk</TownOfBirth><CountryOfBirth>Russia</CountryOfBirth></Location></BirthDetails>
      </Individual></IndividualDetails></Designation>
      <Designation><UniqueID>RUS0002</UniqueID><Names><Name><Name6>PROBE</Name6><NameType>Primary Name</NameType></Name></Names>
        <IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><IMONumbers><IMONumber>9123456</IMONumber></IMONumbers>
        <CurrentBelievedFlagOfShip>Panama</CurrentBelievedFlagOfShip></Ship></ShipDetails></Designation></Designations>`
    const { entities, publication } = await read('uk-xml', xml)
    expect(publication.publishedAt).toBe('2026-06-10')
    expect(entities[0]).toMatchObject(wanted)
    expect(entities[1]).toMatchObject({
      schema: 'Vessel',
      documents: [{ kind: 'imo', number: 'IMO9123456' }],
      countries: ['pa'],
    })
  })

  const header =
    'Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Name non-latin script,Regime Name,Designation Type,Date Designated,D.O.B,Nationality(/ies),Passport number,Gender,Town of birth,Country of birth'

  it('reads the same person from the rows of the CSV', async () => {
    const regime = 'The Russia (Sanctions) (EU Exit) Regulations 2019'
    const row = (name: string, dob: string) =>
      `10/06/2026,RUS0001,1,,${name},${regime},Individual,10/03/2022,${dob},Russia,12345,Male,Omsk,Russia`
    const csv = `Report Date: 10-Jun-2026
${header}
${row('PRIMER,,,,,,Alias,Low quality a.k.a,', 'dd/mm/1962')}
${row('PRIMEROV,Ivan,Petrovich,,,,Primary Name,,Иван Примеров', '23/11/1963')}
`
    const { entities, publication } = await read('uk-csv', csv)
    expect(publication.publishedAt).toBe('2026-06-10')
    expect(entities).toMatchObject([{ ...wanted, raw: { line: 3 } }])
  })

  it('keeps an entry that was published without a name under its key, with a warning', async () => {
    const csv = `${header}\n10/06/2026,BEL0174,1,,,,,,,,Primary Name,,,Belarus,Individual,27/01/2025,,,,,,\n`
    const { entities, warnings } = await read('uk-csv', csv)
    expect(entities).toMatchObject([{ entryId: 'BEL0174', names: [{ full: 'BEL0174' }] }])
    expect(warnings).toEqual(['line 2: entry BEL0174 has no name; kept under its key'])
  })

  it('reads the list that OFSI closed, for archives', async () => {
    const csv = `Last Updated,27/01/2026
Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Position,Address 1,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,Group ID
MUSTER,Max,,,,,Dr,,00/00/1962,Omsk,Russia,(1) Russia (2) Ukraine,1,Chair,1 Street,Russia,Note,Individual,Primary name,,Russia,10/03/2022,16744
MUSTERMAN,Maxim,,,,,,,,,,,,,,,,Individual,AKA,Good quality,Russia,10/03/2022,16744
`
    const { entities, publication } = await read('uk-conlist-csv', csv)
    expect(publication.publishedAt).toBe('2026-01-27')
    expect(entities).toMatchObject([
      {
        entryId: '16744',
        names: [
          { full: 'Max MUSTER', kind: 'primary' },
          { full: 'Maxim MUSTERMAN', kind: 'alias' },
        ],
        birthDates: [{ value: '1962', precision: 'year' }],
        nationalities: ['ru', 'ua'],
        positions: [{ title: 'Chair' }],
      },
    ])
  })
})

describe('the Swiss list', () => {
  const target = (identity: string, last = 'listed') => `<target ssid="10"><sanctions-set-id>5</sanctions-set-id>
    <individual sex="male"><identity ssid="11" main="true">${identity}</identity></individual>
    <modification modification-type="listed" effective-date="2022-03-16"/><modification modification-type="${last}"/></target>`
  const list = (content: string) => `<swiss-sanctions-list list-type="full" date="2026-06-01">
    <sanctions-program ssid="1"><program-key lang="ger">Ukraine DE</program-key><program-key lang="eng">Ukraine</program-key>
      <sanctions-set ssid="5" lang="eng">Annex 8</sanctions-set></sanctions-program>
    ${content}<place ssid="77"><location>Omsk</location><country iso-code="RU">Russia</country></place></swiss-sanctions-list>`

  it('builds names from parts and variants, and finds places that come later in the file', async () => {
    const name = `<name ssid="12" name-type="primary-name" quality="good">
      <name-part order="2" name-part-type="family-name"><value>Primerov</value><spelling-variant lang="rus" script="cyrillic">Примеров</spelling-variant></name-part>
      <name-part order="1" name-part-type="given-name"><value>Ivan</value><spelling-variant lang="rus" script="cyrillic">Иван</spelling-variant></name-part></name>
      <name name-type="alias" quality="low"><name-part order="1" name-part-type="whole-name"><value>Primer</value></name-part></name>
      <day-month-year day="23" month="11" year="1962" calendar="Gregorian" quality="good"/><day-month-year year="1963" quality="low"/>
      <place-of-birth place-id="77"/><nationality><country iso-code="RU">Russia</country></nationality>
      <identification-document document-type="passport"><number>AB1</number><issuer iso-code="RU">Russia</issuer></identification-document>`
    const { entities } = await read('seco-xml', list(target(name)))
    expect(entities).toMatchObject([
      {
        entryId: '10',
        names: [
          { full: 'Ivan Primerov', kind: 'primary', parts: { given: 'Ivan', family: 'Primerov' } },
          { full: 'Иван Примеров', kind: 'original', language: 'rus' },
          { full: 'Primer', kind: 'weak' },
        ],
        birthDates: [
          { value: '1962-11-23', circa: false },
          { value: '1963', circa: true },
        ],
        birthPlaces: [{ city: 'Omsk', country: 'ru' }],
        documents: [{ kind: 'passport', number: 'AB1', country: 'ru' }],
        programmes: ['Ukraine'],
        listedOn: '2022-03-16',
        gender: 'male',
      },
    ])
  })

  it('leaves out who was delisted', async () => {
    const name = '<name name-type="primary-name"><name-part order="1"><value>Gone</value></name-part></name>'
    expect((await read('seco-xml', list(target(name, 'de-listed')))).entities).toEqual([])
  })

  it('caps the number of spellings that parts multiply to', async () => {
    const part = (order: number) =>
      `<name-part order="${order}" name-part-type="other">${Array.from({ length: 9 }, (_, at) => `<value>p${order}v${at}</value>`).join('')}</name-part>`
    const name = `<name name-type="primary-name">${[1, 2, 3, 4, 5, 6].map(part).join('')}</name>`
    expect((await read('seco-xml', list(target(name)))).entities[0]?.names).toHaveLength(48)
  })
})

describe('the Australian list', () => {
  it('takes rows with a letter for names of the same entry', async () => {
    const csv = `Reference,Name of Individual or Entity,Type,Name Type,Date of Birth,Place of Birth,Citizenship,Address,Committees,Control Date
1a,محمد حسن أخوند,Individual,Original Script,,,,,,
1,MOHAMMAD HASSAN AKHUND,Individual,Primary Name,1955-1958,"Kandahar, Afghanistan",Afghanistan,,1988 (Taliban),25/01/2001
1b,Mullah Hassan,Individual,aka,,,,,,
2,PROBE CO,Entity,Primary Name,,,,,Autonomous (DPRK),1/02/2020
`
    const { entities } = await read('au-csv', csv)
    expect(entities).toMatchObject([
      {
        entryId: '1',
        names: [
          { full: 'MOHAMMAD HASSAN AKHUND', kind: 'primary' },
          { full: 'محمد حسن أخوند', kind: 'original' },
          { full: 'Mullah Hassan', kind: 'alias' },
        ],
        birthDates: [{ value: '1955', to: '1958' }],
        birthPlaces: [{ city: 'Kandahar', country: 'af' }],
        listedOn: '2001-01-25',
      },
      { entryId: '2', schema: 'Organization' },
    ])
  })
})

describe("OFAC's advanced XML", () => {
  it('resolves numbers that refer forwards and backwards', async () => {
    const xml = `<Sanctions xmlns="http://www.un.org/sanctions/1.0"><DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>8</Month><Day>20</Day></DateOfIssue>
    <ReferenceValueSets>
      <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
      <CountryValues><Country ID="11186" ISO2="RU">Russia</Country></CountryValues>
      <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
      <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType><FeatureType ID="25">Location</FeatureType><FeatureType ID="224">Gender</FeatureType></FeatureTypeValues>
      <IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType></IDRegDocDateTypeValues>
      <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
      <LocPartTypeValues><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
      <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1523">Patronymic</NamePartType></NamePartTypeValues>
      <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
      <PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
      <RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType></RelationTypeValues>
      <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
    </ReferenceValueSets>
    <Locations><Location ID="1"><LocationCountry CountryID="11186"/><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Omsk</Value></LocationPartValue></LocationPart></Location></Locations>
    <IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="50" IssuedBy-CountryID="11186"><IDRegistrationNo>AB1</IDRegistrationNo>
      <DocumentDate IDRegDocDateTypeID="1480"><DatePeriod><Start><From><Year>2014</Year><Month>3</Month><Day>3</Day></From></Start></DatePeriod></DocumentDate></IDRegDocument></IDRegDocuments>
    <DistinctParties><DistinctParty FixedRef="9999"><Profile ID="9999" PartySubTypeID="4"><Identity ID="50" Primary="true" False="false">
      <Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215">Primer</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName>
        <DocumentedNamePart><NamePartValue NamePartGroupID="1">Primerov</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="2">Ivan</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="3">Petrovich</NamePartValue></DocumentedNamePart></DocumentedName>
        <DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="1">Примеров</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="2">Иван</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1523"/></MasterNamePartGroup></NamePartGroups></Identity>
      <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod><Start Approximate="true"><From><Year>1962</Year><Month>1</Month><Day>1</Day></From></Start><End><To><Year>1962</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
      <Feature FeatureTypeID="9"><FeatureVersion><VersionLocation LocationID="1"/></FeatureVersion></Feature>
      <Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="1"/></FeatureVersion></Feature>
      <Feature FeatureTypeID="224"><FeatureVersion><VersionDetail DetailReferenceID="91526"/></FeatureVersion></Feature></Profile></DistinctParty></DistinctParties>
    <ProfileRelationships><ProfileRelationship From-ProfileID="9999" To-ProfileID="36" RelationTypeID="15003"/></ProfileRelationships>
    <SanctionsEntries><SanctionsEntry ProfileID="9999" ListID="1550"><EntryEvent><Date><Year>2018</Year><Month>4</Month><Day>6</Day></Date></EntryEvent>
      <SanctionsMeasure SanctionsTypeID="1"><Comment>UKRAINE-EO13662</Comment></SanctionsMeasure><SanctionsMeasure SanctionsTypeID="1705"><Comment/></SanctionsMeasure></SanctionsEntry></SanctionsEntries></Sanctions>`
    const { entities, publication } = await read('ofac-advanced-xml', xml)
    expect(publication.publishedAt).toBe('2026-08-20')
    expect(entities).toMatchObject([
      {
        id: 'L:9999',
        schema: 'Person',
        names: [
          {
            full: 'Ivan Petrovich Primerov',
            kind: 'primary',
            parts: { given: 'Ivan', father: 'Petrovich', family: 'Primerov' },
          },
          { full: 'Primer', kind: 'weak' },
          { full: 'Иван Примеров', kind: 'original' },
        ],
        birthDates: [{ value: '1962', precision: 'year', circa: true }],
        birthPlaces: [{ city: 'Omsk', country: 'ru' }],
        addresses: [{ city: 'Omsk', country: 'ru' }],
        countries: ['ru'],
        gender: 'male',
        documents: [{ kind: 'passport', number: 'AB1', country: 'ru', issuedOn: '2014-03-03' }],
        programmes: ['UKRAINE-EO13662'],
        listedOn: '2018-04-06',
        relations: [{ kind: 'owner', role: 'Owned or Controlled By', entityId: 'L:36' }],
      },
    ])
  })
})
