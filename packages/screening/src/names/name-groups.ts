/**
 * Names that are the same name: spellings of it in the languages of its bearers, and its short forms.
 *
 * `spellings` are one name written by different language traditions, beyond what sound rules reach. `shortForms` are
 * nicknames: weaker, and only for given names. The first word of each line names the group.
 */

const spellings = `
muhammad mohammad mohammed mohamed muhammed mohamad muhamad mohamud mahamed mahamud maxamed mohd md mohmed muhamed magomed mokhammad mukhammad mukhamed mhmd mohammadi mehmed mehmet mamadou mamadu
ahmad ahmed akhmed akhmad axmed ahmet hamad
hussein husayn hossein hussain husain hosein husein hussien khusein hoseyn houssein xuseen
hassan hasan hassane khasan xasan
yusuf yousef youssef yousuf yusef yussuf yousif yusif iosif joseph jozef josef yosef jose giuseppe
ibrahim ebrahim abraham avraham ibragim ibrahima brahim
ismail esmail ismael esmaeil ismayil smail
mahmoud mahmud mahmood makhmud mahmut
mustafa mostafa mustapha moustafa mustafo
ali aly eli
umar omar omer oumar
uthman osman othman usman ousmane
suleiman sulayman soleiman suleyman solomon sulaiman souleymane
abdullah abdallah abdulla abdellah abdollah abdoulaye
abdulrahman abdurrahman abdelrahman abdurahman abdorrahman abdirahman abdrahman abdarahman
abdulaziz abdelaziz abdoulaziz
abdulkarim abdelkarim abdolkarim
said saeed sayeed saied seyid saad
khalid khaled halid xalid
jamal gamal djamal jamaal
jafar djafar jaafar
musa moussa mousa moses
isa issa eisa
yahya yehia yahia
qasim qassem kassem ghassem gassem kasim qasem
quddus qudus
reza rida ridha
gaddafi qadhafi kadhafi qaddafi kaddafi
alexander aleksandr oleksander aleksandrs aliaksandar alexandr alexandr oleksandr aliaksandr aleksander alexandre alessandro alejandro aleksandar iskandar alexandros alexandru
alexandra aleksandra oleksandra aliaksandra alessandra
alexei aleksei alexei oleksij aleksejs oleksei alexey aleksey oleksii oleksiy aliaksei aliaksej alexej aleksej alexi alexis
vladimir volodymyr wolodimir volodimir uladzimer uladzimir vladimirs wladimir wolodymyr vladimer vladimiras
nikolai nikolay nikolajs nicolai mykolai mykolay mykola mikalai nikolaj mikola mikalay nicholas nicolas nikolaos nicola niccolo nikola miklos nicolae nikolaus
sergei sergey sergiej serhij sergii serguei serguei serhii serhiy siarhei sergej sergiy serge sergio siarhiej
dmitry dmitri dmytriy dmitrijs dmytri dmitriy dmytro dzmitry dimitri dmitrij dmitrii demetrius dimitrios dimitar
mikhail mykhailo michajlo mychajlo mikhaylo michailo mykhaylo mikhas michail mikhael michael miguel michel mihail mihai michele mixail mihails mikael michal
andrei andrey andriej andrij andrejs andrii andrii andriy andrej andrew andre andreas andres andrea andrzej andras
evgeny yevgeny jewgeni jewgenij jevgeni yevgenii evgenia evgeni yevgeniy evgeniy yevhen yevhenii yauhen evgenii eugene eugen eugenio eugeniusz evgenij jevgenij
elena yelena olena alena helena jelena
anna hanna ganna ana anne
grigory hryhorii hryhoriy ryhor grigori grigoriy gregory gregorio gregor grigorij
pavel pavlo pavlos paul pablo paolo paulo pawel
peter petro pjotr petras petur pyotr piotr petr petar pedro pierre pietro petros piatr butrus boutros
igor ihor igors ihar
oleg oleh aleh
yuri yury youri jurijs yurij juriy yurii yuriy iouri juri iurii yuryi jury jurij yuriy
vasily vasyl wasilij wassilij vassily wassili vasil vasiliy vasilii vassili basil vasilij vasilios
georgy heorhii georgi georgii georgiy heorhiy george georgios jorge giorgi giorgio jiri georges jerzy gyorgy
ekaterina kateryna katsiaryna yekaterina catherine katherine katarzyna caterina catalina
tatiana tetiana tatyana tetyana tatsiana tatjana
natalia nataliia natalja nataliya natalie natalya nataliya natallia natalija
yulia yuliia iuliia julia yuliya julija iulia
maria mariia mariya mariyam mariya mary marie marija mariam maryam miriam
viktor victor viktar vittorio
denis denys dzianis
kirill kyrylo cyril kiril
maxim maksim maksym maximo
ilya illia ilja illya ilia elias elijah ilyas
fyodor fedor fjodor fedir theodore teodor fiodar theodoros
konstantin kostiantyn kanstantsin constantine constantin konstantinos kostyantyn
stepan stsiapan stephen steven stefan stephan esteban etienne stefano istvan stefanos
ivan iwan john jean juan giovanni johann johannes joao ioannis jan johan ion yohannes hovhannes ioannes jovan ianis yahya ioan
anatoly anatoliy anatolii anatol anatoli anatole anatolij
valery valeriy valerii valeri valerie valerij
vitaly vitaliy vitalii vitali vital
gennady gennadiy gennadii hennadii henadz gennadi hennadiy
leonid leanid
oksana aksana
irina iryna irene
olga olha volha helga
svetlana svitlana sviatlana
galina halyna halina
lyudmila ludmila liudmyla lyudmyla ljudmila liudmila
larisa larysa larissa
valentina valiantsina valentyna
ksenia kseniya xenia kseniia
viktoria victoria viktoriia viktoriya
vyacheslav viacheslav vjatscheslaw viachaslau wjatscheslaw viaceslav
yaroslav iaroslav jaroslav jaroslaw
roman raman
daniel danylo daniil danila danil danilo
artem artyom artsiom artsem
mark marc marco marcus marko marek
francis francisco francesco francois franz frantisek franciszek ferenc
lawrence laurent lorenzo lars laurentius lavrenti
james jaime jacques jacob jakob giacomo iago diego santiago yaqub yakub yaakov yakov iakov jakub
matthew mateo matteo matthieu mathieu matthias matej mateusz matti
luke lucas luca lukas luc lukasz
anthony antonio antoine anton antony antonios
charles carlos carl karl carlo karel karol
henry henri enrique enrico heinrich henrik hendrik
louis luis luigi ludwig lewis ludovic luiz
william guillermo guillaume wilhelm willem vilhelm guglielmo
edward eduardo edouard eduard edoardo
frederick frederic friedrich federico fredrik frederik frederico
philip felipe philippe filip filippo phillip filippos
thomas tomas tommaso toma tomasz
simon simeon shimon semen semyon symon szymon
david dawood daud dawud davud davit dawid
isaac ishaq ishak yitzhak izaak
wang wong huang
chen chan tan chin
zhang cheung chang teo
li lee lei
liu lau low
lin lam lim
wu ng goh
yang yeung yeo
zhao chiu chao
zhou chow chou
xu hsu tsui
guo kuo kwok
cai choi tsai chua
xie tse hsieh
zheng cheng chung tay
liang leung
ye yip yeh
jiang chiang kong
deng tang teng
feng fung
he ho
luo lo law
ma mah
xiao siu hsiao
kim gim ghim
yi rhee ri rhie i lee
park pak bak
choi choe choy
jung chung jeong jong chong
kang gang
cho jo joh
yoon yun
lim im rim
shin sin
seo suh so
kwon gwon
hwang whang
ahn an
ryu yoo yu
jeon chun jun chon
noh roh no ro
koo gu ku
bae pae
baek paek paik
hur heo huh ho
shim sim
ryang yang
ryom yeom yom
nguyen nguyen
ole olay
hsin xin shin
hsing xing
chung zhong
ching jing qing
chih zhi
tsung zong
kuang guang
chien jian qian
international intl internacional mezhdunarodny mezhdunarodnaya internationale
brothers bros
manufacturing mfg
engineering engg eng
services svcs service svc servicios
technology tech technologies tekhnologii tekhnologiya teknoloji
association assoc assn asociacion
government govt
industries industry industrial ind industriya
trading trade torgovy torgovaya ticaret comercializadora
corporation corp korporatsiya korporatsiia
shipping shpg ship
import imports
export exports
group gruppa grupo groupe
bank banka banco banque
foundation fond fundacion
university universitet univ universidad
institute institut instituto inst
center centre tsentr centro
scientific nauchno nauchny
research issledovatelsky
production proizvodstvennoe proizvodstvennaya proizvodstvo
plant zavod
factory fabrika
design konstruktorskoe
bureau byuro biuro buro
management mgmt
transport transportation transportes
construction konstruktsiya construcciones insaat
development dev desarrollo
investment investments invest investitsii inversiones
aviation avia aviacion
islamic islami islamiya islamiyya
jihad dzhikhad dschihad
army armiya jaysh jaish
front jabhat jabha
organization organisation organizatsiya org
state gosudarstvo dawla
national natsionalny nacional
company sharekat sherkat`

const shortForms = `
alexander sasha alex alec sandy shura alik sandro xander alejo
alexandra sasha alex sandra
alexei alyosha lyosha alex
vladimir vova volodya vlad vladi
nikolai kolya nick niko kola
sergei seryozha serge serhiyko
dmitry dima mitya dimitry
mikhail misha mike mick mickey miki
andrei andy drew
evgeny zhenya gene
elena lena lenochka ellen
anna anya annie nan
grigory grisha greg
pavel pasha paulie
peter pete petya
yuri yura
vasily vasya
georgy zhora gosha jura
ekaterina katya kate kathy katie cathy kit
tatiana tanya
natalia natasha nata
maria masha mary molly polly maya
viktor vitya vic
victoria vicky vika tori
konstantin kostya
ivan vanya
john jack johnny jon jonny
anatoly tolya
gennady gena
leonid lyonya leo
roman roma
daniel dan danny
joseph joe joey pepe
james jim jimmy jamie
francis frank fran paco pancho frankie
francisco paco pancho
robert bob bobby rob robbie bert
william bill billy will willy liam
richard dick rick ricky rich richie
edward ed eddie ted ned teddy
charles charlie chuck chas chip
thomas tom tommy
anthony tony
henry harry hank hal
lawrence larry laurie
michael mike mick mickey
matthew matt matty
christopher chris kit topher
christian chris
christine chris chrissy tina
nicholas nick nicky
nathan nate nat
nathaniel nate nat
benjamin ben benny benji
samuel sam sammy
samantha sam
stephen steve stevie
joshua josh
jonathan jon johnny
timothy tim timmy
gregory greg
jeffrey jeff geoffrey geoff
geoffrey geoff jeff
kenneth ken kenny
ronald ron ronnie
donald don donnie
raymond ray
gerald gerry jerry
jerome jerry
walter walt wally
albert al bert albie
alfred al fred alf
frederick fred freddie fritz rick
leonard len lenny leo
philip phil pip
patrick pat paddy
patricia pat patty trish tricia
margaret maggie meg peggy marge rita greta
elizabeth liz beth betty lisa eliza libby bess
katherine kate kathy katie kitty
rebecca becky becca
susan sue susie
deborah deb debbie debby
jennifer jen jenny
jessica jess jessie
barbara barb babs
dorothy dot dottie dolly
theresa terry tess tessa
theodore ted teddy theo
terence terry
victor vic
vincent vince vinny
abraham abe
andrew andy drew
arthur art artie
bernard bernie
clifford cliff
curtis curt
david dave davey
dennis denny
douglas doug
eugene gene
harold hal harry
jacob jake
zachary zach zack
martin marty
maximilian max
melvin mel
randall randy
rudolph rudy
russell russ
sidney sid
stanley stan
wallace wally
wilfred fred wilf
catherine cathy kate katie cat
cynthia cindy
eleanor ellie nora nell
frances fran
gabriel gabe
isabella bella izzy
judith judy
lillian lily
nancy nan
pamela pam
penelope penny
sarah sally sadie
stephanie steph
sylvia syl
virginia ginny
antonio tono tonio nino
jose pepe chepe
jesus chuy chucho
guadalupe lupe
manuel manolo manny
enrique quique kike
alberto beto
roberto beto
gilberto beto
guillermo memo
ignacio nacho
eduardo lalo edu
luis lucho
rafael rafa
fernando nando
alejandro ale alex
alfredo fredo
dolores lola
rosario charo
concepcion concha
mercedes meche
graciela chela
ramon moncho
pablo pablito
santiago santi chago
joaquin quin
gustavo gus tavo
sebastian seba bastian
heinrich heinz heiner
friedrich fritz
johannes hans hannes
josef sepp pepi
maximiliana max
ludwig lutz
giuseppe beppe pino
giovanni gianni nanni
luigi gigi
abdullah abdul abdu
abdulrahman abdul
mohammed mo hamada
ibrahim ibo brahim
suleiman sulei
benedict ben
calvin cal
dominic dom nick
edmund ed ned
edgar ed
edwin ed
ernest ernie
jack jackie
jay jaybird
lewis lew
louis lou louie
marvin marv
milton milt
mitchell mitch
morris morrie
norman norm
oliver ollie
oscar ozzie
percival percy
reginald reg reggie
roderick rod
rodney rod
roland rollie
solomon sol
tobias toby
wesley wes
amanda mandy
angela angie
agnes aggie
beatrice bea trixie
bridget biddy bridie
caroline carrie carol
charlotte lottie charlie
constance connie
daniela dani
emily em emmy
emma em emmy
florence flo
gertrude trudy gert
gwendolyn gwen
harriet hattie
helen nell nellie
henrietta hettie etta
jacqueline jackie
janet jan
joan joanie
josephine jo josie
joyce joy
kimberly kim
laura laurie
linda lindy
lucille lucy
mabel may
martha marty
matilda tilly mattie
melissa missy mel
mildred millie
miranda randy
natalie nat
olivia liv
priscilla cilla
rachel rae
rosemary rose rosie
roxanne roxy
sophia sophie
tamara tammy
valerie val
vivian viv
winifred winnie`

/** Group ids by word; a word may belong to several. */
export interface NameGroups {
  readonly spelling: readonly number[]
  readonly short: readonly number[]
}

const none: NameGroups = { spelling: [], short: [] }
const table = buildTable()

/** The groups that a romanised word belongs to. */
export function groupsOf(word: string): NameGroups {
  return table.get(word) ?? none
}

function buildTable(): ReadonlyMap<string, NameGroups> {
  const built = new Map<string, { spelling: number[]; short: number[] }>()
  const slot = (word: string): { spelling: number[]; short: number[] } => {
    const found = built.get(word) ?? { spelling: [], short: [] }
    built.set(word, found)
    return found
  }
  const spellingLines = spellings
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  spellingLines.forEach((line, id) => {
    for (const word of line) if (!slot(word).spelling.includes(id)) slot(word).spelling.push(id)
  })
  const shortLines = shortForms
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  shortLines.forEach((line, index) => {
    const [full = '', ...nicknames] = line
    // Every spelling of the full name has its short forms: Aleksandr, Oleksandr and Alexander are all Sasha.
    const fullForms = spellingLines.filter((group) => group.includes(full)).flat()
    for (const word of new Set([full, ...fullForms, ...nicknames])) slot(word).short.push(index)
  })
  return built
}
