/**
 * Country names as lists spell them: one line a code, the English short name first, then other spellings, names in
 * use by publishers, and nationality adjectives. Codes are ISO 3166 alpha-2 in lower case; `xk`, `suhh`, `yucs`,
 * `csxx`, `cshh`, `ydyd`, `dd` and `an` stand for places without a current one.
 */
export const countryNames = `
ad:Andorra
ae:United Arab Emirates|UAE|Emirati|Emirates
af:Afghanistan|Afghan|Afgan
ag:Antigua & Barbuda|Antigua and Barbuda
ai:Anguilla
al:Albania|Albanian
am:Armenia|Armenian
ao:Angola|Angolan
aq:Antarctica
ar:Argentina|Argentine|Argentinian
as:American Samoa
at:Austria|Austrian
au:Australia|Australian
aw:Aruba
ax:Åland Islands|Aland
az:Azerbaijan|Azerbaijani|Azeri|Azerbaidjan|Nagorno Karabakh|Nagorno-Karabakh
ba:Bosnia & Herzegovina|Bosnia and Herzegovina|Bosnia|Bosnian|Bosnia-Herzegovina
bb:Barbados
bd:Bangladesh|Bangladeshi
be:Belgium|Belgian
bf:Burkina Faso|Burkinabe|Burkinabé
bg:Bulgaria|Bulgarian
bh:Bahrain|Bahraini|Kingdom of Bahrain
bi:Burundi|Burundian
bj:Benin|Beninese
bl:St. Barthélemy|Saint Barthelemy
bm:Bermuda
bn:Brunei|Brunei Darussalam
bo:Bolivia|Bolivian|Bolivia, Plurinational State of|Plurinational State of Bolivia
bq:Caribbean Netherlands
br:Brazil|Brazilian
bs:Bahamas|Bahamas, The|The Bahamas
bt:Bhutan
bv:Bouvet Island
bw:Botswana|Batswana
by:Belarus|Belarusian|Belarussian|Belorussian|Byelorussian|Bélarus|Republic of Belarus
bz:Belize|Belizean
ca:Canada|Canadian
cc:Cocos (Keeling) Islands
cd:Congo (Kinshasa)|Democratic Republic of the Congo|Congo, Democratic Republic of the|Congo (Democratic Republic of the)|Congo (Democratic Republic)|Congo, The Democratic Republic of the|Congo-Kinshasa|DRC|DR Congo|Congolese (DRC)|République démocratique du Congo|Zaire
cf:Central African Republic|Central African|CAR
cg:Congo (Brazzaville)|Congo|Republic of the Congo|Congo, Republic of the|Congo-Brazzaville|Congo (Republic)
ch:Switzerland|Swiss|Suisse|Schweiz
ci:Côte d’Ivoire|Ivory Coast|Ivorian|Cote d Ivoire|Côte d'Ivoire
ck:Cook Islands
cl:Chile|Chilean
cm:Cameroon|Cameroonian
cn:China|Chinese|People's Republic of China|PRC|China, People's Republic of|Mainland China|Chine
co:Colombia|Colombian
cr:Costa Rica|Costa Rican
cu:Cuba|Cuban
cv:Cape Verde|Cabo Verde
cw:Curaçao|Curacao
cx:Christmas Island
cy:Cyprus|Cypriot|Northern Cyprus
cz:Czechia|Czech Republic|Czech|Czechoslovakia (former)
de:Germany|German|Federal Republic of Germany|Deutschland|Allemagne
dj:Djibouti|Djiboutian
dk:Denmark|Danish
dm:Dominica
do:Dominican Republic|Dominican
dz:Algeria|Algerian
ec:Ecuador|Ecuadorian
ee:Estonia|Estonian
eg:Egypt|Egyptian|Arab Republic of Egypt
eh:Western Sahara
er:Eritrea|Eritrean
es:Spain|Spanish
et:Ethiopia|Ethiopian
eu:European Union
fi:Finland|Finnish
fj:Fiji
fk:Falkland Islands|Falkland Islands (Malvinas)
fm:Micronesia|Micronesia, Federated States of|Federated States of Micronesia
fo:Faroe Islands|Faeroe Islands
fr:France|French
ga:Gabon|Gabonese
gb:United Kingdom|UK|United Kingdom of Great Britain and Northern Ireland|Great Britain|British|England|Scotland|Wales|Northern Ireland|English|Scottish|Royaume-Uni
gd:Grenada
ge:Georgia|Georgian|Abkhazia|South Ossetia|Republic of Georgia|Géorgie
gf:French Guiana
gg:Guernsey|Sark|Alderney
gh:Ghana|Ghanaian
gi:Gibraltar
gl:Greenland
gm:Gambia|Gambia, The|The Gambia|Gambian
gn:Guinea|Guinean
gp:Guadeloupe
gq:Equatorial Guinea|Equatoguinean
gr:Greece|Greek
gs:South Georgia & South Sandwich Islands|South Georgia and the South Sandwich Islands
gt:Guatemala|Guatemalan
gu:Guam
gw:Guinea-Bissau|Guinea Bissau
gy:Guyana
hk:Hong Kong|China, Hong Kong Special Administrative Region|Hong Kong Special Administrative Region|Hong Kong SAR|Hong Kong, China
hm:Heard & McDonald Islands
hn:Honduras|Honduran
hr:Croatia|Croatian
ht:Haiti|Haitian|Haïti
hu:Hungary|Hungarian
id:Indonesia|Indonesian|Republic of Indonesia
ie:Ireland|Irish|Republic of Ireland
il:Israel|Israeli
im:Isle of Man|Man, Isle of
in:India|Indian
io:British Indian Ocean Territory
iq:Iraq|Iraqi
ir:Iran|Iranian|Iran (Islamic Republic of)|Islamic Republic of Iran|Iran, Islamic Republic of
is:Iceland|Icelandic
it:Italy|Italian
je:Jersey
jm:Jamaica|Jamaican
jo:Jordan|Jordanian|Hashemite Kingdom of Jordan
jp:Japan|Japanese
ke:Kenya|Kenyan
kg:Kyrgyzstan|Kyrgyz|Kyrgyz Republic|Kyrgyzstani|Kirghizistan
kh:Cambodia|Cambodian
ki:Kiribati
km:Comoros|Comoran|Comorian|Union of the Comoros
kn:St. Kitts & Nevis|Saint Kitts and Nevis
kp:North Korea|Democratic People's Republic of Korea|Korea, North|Korea, Democratic People's Republic of|North Korean|DPRK|RPDC|Democratic People's Republic of Korea (DPRK)|North Korea (Democratic People's Republic of Korea)|DPR Korea|Corée du Nord
kr:South Korea|Korea, South|Republic of Korea|Korea, Republic of|South Korean
kw:Kuwait|Kuwaiti
ky:Cayman Islands
kz:Kazakhstan|Kazakh|Kazakhstani
la:Laos|Lao|Laotian|Lao People's Democratic Republic
lb:Lebanon|Lebanese|Liban
lc:St. Lucia|Saint Lucia
li:Liechtenstein
lk:Sri Lanka|Sri Lankan
lr:Liberia|Liberian
ls:Lesotho
lt:Lithuania|Lithuanian
lu:Luxembourg
lv:Latvia|Latvian
ly:Libya|Libyan|Libyan Arab Jamahiriya|State of Libya|Libye
ma:Morocco|Moroccan
mc:Monaco
md:Moldova|Moldovan|Republic of Moldova|Moldova, Republic of|Transnistria|Moldavian
me:Montenegro|Montenegrin
mf:St. Martin|Saint Martin
mg:Madagascar|Malagasy
mh:Marshall Islands|Marshallese
mk:North Macedonia|Macedonia|North Macedonia, The Republic of|Republic of North Macedonia|The former Yugoslav Republic of Macedonia|Macedonian
ml:Mali|Malian
mm:Myanmar|Burma|Burmese|Myanmar/Burma|Myanmar/ Burma|Birmanie|Myanmar (Burma)
mn:Mongolia|Mongolian
mo:Macao|Macau
mp:Northern Mariana Islands
mq:Martinique
mr:Mauritania|Mauritanian
ms:Montserrat
mt:Malta|Maltese
mu:Mauritius|Mauritian
mv:Maldives|Maldivian
mw:Malawi|Malawian
mx:Mexico|Mexican
my:Malaysia|Malaysian
mz:Mozambique|Mozambican
na:Namibia|Namibian
nc:New Caledonia
ne:Niger|Nigerien
nf:Norfolk Island
ng:Nigeria|Nigerian
ni:Nicaragua|Nicaraguan
nl:Netherlands|The Netherlands|Dutch|Holland
no:Norway|Norwegian
np:Nepal|Nepalese|Nepali
nr:Nauru
nu:Niue
nz:New Zealand|New Zealander
om:Oman|Omani|Sultanate of Oman
pa:Panama|Panamanian
pe:Peru|Peruvian
pf:French Polynesia
pg:Papua New Guinea
ph:Philippines|Filipino|Philippine
pk:Pakistan|Pakistani|Islamic Republic of Pakistan
pl:Poland|Polish
pm:St. Pierre & Miquelon|Saint Pierre and Miquelon
pn:Pitcairn Islands|Pitcairn
pr:Puerto Rico
ps:Palestine|State of Palestine|Palestinian|Palestine, State of|West Bank|Gaza|Gaza Strip|Region: Gaza|Region: West Bank|Occupied Palestinian Territory
pt:Portugal|Portuguese
pw:Palau
py:Paraguay|Paraguayan
qa:Qatar|Qatari|State of Qatar
re:Réunion
ro:Romania|Romanian
rs:Serbia|Serbian|Republic of Serbia
ru:Russia|Russian|Russian Federation|Russie|Russia (Russian Federation)|Fédération de Russie
rw:Rwanda|Rwandan|Rwandese
sa:Saudi Arabia|Saudi|Saudi Arabian|Kingdom of Saudi Arabia|KSA
sb:Solomon Islands
sc:Seychelles
sd:Sudan|Sudanese|Soudan|The Sudan
se:Sweden|Swedish
sg:Singapore|Singaporean
sh:St. Helena|Saint Helena
si:Slovenia|Slovenian|Slovene
sj:Svalbard & Jan Mayen
sk:Slovakia|Slovak|Slovak Republic
sl:Sierra Leone|Sierra Leonean
sm:San Marino
sn:Senegal|Senegalese
so:Somalia|Somali|Somaliland|Somalian
sr:Suriname|Surinamese
ss:South Sudan|South Sudanese|Republic of South Sudan|Soudan du sud
st:São Tomé & Príncipe|Sao Tome and Principe
sv:El Salvador|Salvadoran
sx:Sint Maarten|Saint Maarten
sy:Syria|Syrian|Syrian Arab Republic|Syrie
sz:Eswatini|Swaziland
tc:Turks & Caicos Islands|Turks and Caicos Islands
td:Chad|Chadian
tf:French Southern Territories
tg:Togo|Togolese
th:Thailand|Thai
tj:Tajikistan|Tajik|Tajikistani
tk:Tokelau
tl:Timor-Leste|Timor Leste|East Timor
tm:Turkmenistan|Turkmen
tn:Tunisia|Tunisian
to:Tonga
tr:Türkiye|Turkey|Turkish|Turkiye
tt:Trinidad & Tobago|Trinidad and Tobago|Trinidadian
tv:Tuvalu
tw:Taiwan|Taiwan, Province of China|Taiwanese|Republic of China|Taiwan, China
tz:Tanzania|United Republic of Tanzania|Tanzania, United Republic of|Tanzanian
ua:Ukraine|Ukrainian|Crimea|Region: Crimea|Crimea (Region of)
ug:Uganda|Ugandan
um:U.S. Outlying Islands|United States Minor Outlying Islands
us:United States|United States of America|USA|US|U.S.|U.S.A.|American
uy:Uruguay|Uruguayan
uz:Uzbekistan|Uzbek|Uzbekistani
va:Vatican City|Holy See|Vatican
vc:St. Vincent & Grenadines|Saint Vincent and the Grenadines
ve:Venezuela|Venezuelan|Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela|Venezuela (Bolivarian Republic of)
vg:British Virgin Islands|Virgin Islands, British|Virgin Islands (British)
vi:U.S. Virgin Islands|US Virgin Islands|Virgin Islands, U.S.|United States Virgin Islands
vn:Vietnam|Viet Nam|Vietnamese|Socialist Republic of Vietnam
vu:Vanuatu
wf:Wallis & Futuna|Wallis and Futuna
ws:Samoa
xk:Kosovo|Kosovar|Kosovo (UNSCR 1244)
ye:Yemen|Yemeni|Republic of Yemen|Yémen
yt:Mayotte
za:South Africa|South African
zm:Zambia|Zambian
zw:Zimbabwe|Zimbabwean
an:Netherlands Antilles
suhh:Soviet Union|USSR|Union of Soviet Socialist Republics|U.S.S.R.|Soviet|former Soviet Union
yucs:Yugoslavia|Socialist Federal Republic of Yugoslavia|Federal Republic of Yugoslavia|Yugoslav
csxx:Serbia and Montenegro
cshh:Czechoslovakia
dd:German Democratic Republic|East Germany
ydyd:South Yemen|People's Democratic Republic of Yemen
`
