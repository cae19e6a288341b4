"""The shipped word lists of branches, lead sources and persons; every word folded, in singular."""

# Words that say nothing of who or what is meant.
PERSON_NOISE = """
sales rep reps representative consultant estimator specialist coordinator manager mgr supervisor dispatcher lead staff
inactive active former terminated left old new remote temp trainee training intern duplicate dup copy zz zzz xx xxx ext extension
"""
BRANCH_NOISE = """
branch branches location office franchise store territory depot hub warehouse region area metro greater city of the and inc llc ltd corp co company
moving mover movers move moves service services hq headquarter headquarters canada usa us division market zone unit number old inactive
"""
SOURCE_NOISE = """
the an of from via by our and for to in on at inc llc ltd corp co company com www http https
"""
# The same, but at the end of a name alone: `Moving Leads Direct` is not `Moving Direct`.
SOURCE_ENDS = "lead source provider vendor online"
# Remarks in brackets; without brackets some of them are words of the name.
SOURCE_NOTES = "web online old new inactive active test copy dup duplicate closed lead leads source"

# What is meant, and the short, foreign and other spellings of it; those of several words are phrases.
BRANCH_SHORT = """
north: n, nord, northern
south: s, sud, southern
east: e, eastern
west: w, ouest, western
north east: ne, northeast
north west: nw, northwest
south east: se, southeast
south west: sw, southwest
central: centre, center, cntr, ctr
downtown: centre ville, dt, dwtn, dntn, dtwn, down town
saint: st, ste, sainte
mount: mt
fort: ft
port: pt
springs: spgs, spg, spring
heights: hts, height
village: vlg
valley: vly
island: isl
beach: bch
montreal: mtl, mtrl, yul
vancouver: van, vcr, yvr
toronto: tor, tdot, yyz
mississauga: sauga, miss
calgary: cgy, yyc
edmonton: edm, yeg
winnipeg: wpg, ywg
ottawa: ott, yow
halifax: hfx, yhz
phoenix: phx
philadelphia: philly
houston: hou
austin: atx
new york: nyc
los angeles: la
kitchener waterloo: kw
washington: wash
north virginia: nova
2: ii, two, second, 2nd
3: iii, three, third, 3rd
4: iv, four, fourth, 4th
1: one, 1st
"""
SOURCE_SHORT = """
facebook: fb, meta, face book
instagram: ig, insta
google my business: gmb, gbp, google business profile, google business
google lsa: google local service ad, google local service, google guaranteed
lsa: local service ad, local service
ad: ads, adword, advert, advertisement, advertising, advertise, ppc, pay per click
website: web, site, homepage, web site, web page, webpage
online: internet
email: e mail
mailer: mail out, mailout, mail
word of mouth: wom, mouth to mouth
referral: referred, refer, reference, ref, recommended, recommendation, recommend
friend: buddy
customer: client, cust
repeat: previous, past, returning, return, former, prior, existing
bbb: better business bureau
yellow pages: yellow page, yp, yellowpage
nextdoor: next door
tv: television
flyer: flier, leaflet
realtor: real estate agent
corporate: corp
business: biz
account: acct
marketing: mktg, mkt
promotion: promo
fall: autumn
christmas: xmas
driveby: drive by, drove by
walkin: walk in
truck sign: truck signage, truck wrap, moving truck
apartment: apt
association: assoc
management: mgmt
building: bldg
organic: seo, organic search
january: jan
february: feb
march: mar
april: apr
august: aug
september: sep, sept
october: oct
november: nov
december: dec
"""
PERSON_SHORT = """
account: acct
house: hse
department: dept
marketing: mktg
"""

# Of the words of one line a name has those that it has: two names with others are two things.
_DIRECTIONS = "north south east west central downtown uptown midtown"
BRANCH_OPPOSITES = f"""
{_DIRECTIONS}
upper lower
inner outer
john johns
residential commercial
local national international
"""
SOURCE_OPPOSITES = f"""
{_DIRECTIONS}
spring summer fall winter
january february march april may june july august september october november december
paid organic
inbound outbound
residential commercial
new repeat
buyer seller
landlord tenant
customer employee realtor friend family partner
ad organic lsa map business review marketplace
radio tv newspaper magazine billboard flyer
"""

# Words that make a narrower thing of a name: `Yelp Ads` is not `Yelp`, `Richmond Hill` is not `Richmond`.
BRANCH_TELLING = """
hill height park spring springs heights beach fall valley lake creek grove island village bay harbour harbor junction point ridge
port fort saint mount new cape san santa river wood mill bridge airport county north south east west downtown uptown midtown central university square plaza
"""
SOURCE_TELLING = """
ad organic lsa business map marketplace group page review local call phone form chat email text search display video remarketing
referral partner repeat customer spring summer fall winter paid radio tv show expo sign mailer home storage realtor app employee
"""

# Owners of leads that are no person.
HOUSE = """
account house queue team office leads web sales admin department support desk service marketing unassigned system call center centre
inbound outbound default company corporate dispatch booking bookings website online overflow pool reception user
"""
