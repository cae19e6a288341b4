"""Names written by hand with the truth of who is who."""

# One line for one person, branch or source; every spelling of it between bars.
PERSONS = """
Rosa | Rosa (Spanish) | Rosa (Spanish & French)
Rosanna K | Rosanna Kettering | rosanna k
Tomas | Tomas (Spanish) | Tomas I
Nadia | Nadia Velmont | Velmont, Nadia | Nadia Velmonte
Leonora V | Leonora Velmont | LEONORA V.
Vic K | Victor K | Victor Kranz (German)
Petra S | 🚚__Petra S | __Petra S | petra s | Petra  S | Petra S $
Mark D | Mark Dunmore
Mark T | Mark T (Punjabi) | Marc T
Ivan P | Ivan Petrenko
Ivana P | Ivana P $
Dana L
Dan L | Daniel L | Dan Lorimer
Lee A
Leo A | Leo Ashgrove
Kim
Kimo | Kimo (Tagalog)
Al B | Albert Brisbane | Al Brisbane
Alina | Alina F | Alina Ferrow
Salma | Salma (Arabic)
Bob Tarleton | Robert Tarleton | Rob Tarleton | Robert "Bob" Tarleton
Elizabeth Quist | Liz Quist | Liz Q | Beth Quist
Juan de la Cruz | Juan Cruz | Juan D. Cruz
Anne-Marie Duval | Anne Marie Duval | anne-marie d
Sean O'Hare | Shaun OHare | Sean O’Hare
Katherine Holm | Kathy Holm | Katharine Holm | Kate H
Kathleen Horvat | Kathleen H (Croatian)
Michael Strand | Mike Strand | Mike S | Micheal Strand
Michelle Strand | Michelle Strand (French)
Priya N | Priya Nair | PRIYA N
Priyanka N | Priyanka Nanda
Sam Odell | Samuel Odell
Samantha Odell | Samantha O
House Account | HOUSE ACCOUNT | House Acct
Web Leads Queue | web leads queue
Rosalind Ames Jr | Rosalind Ames, Jr.
Carlo Benetti | Carlo B
Carla Benetti | Carla B (Italian)
Fiona Wexley-Hart | Fiona Wexley | Fiona Wexley Hart
Van Dyke, Joost | Joost Vandyke | Joost Van Dyke
Gurpreet | Gurpreet S | Gurpreet (Punjabi) | Gurpreet Sohal
Desiree L | Desirée L | Desiree Lamont
"""
BRANCHES = """
Toronto | Toronto (On Hold) | TORONTO | 🚚 Toronto | Toronto, ON
Downtown Toronto | Toronto (Downtown) | Toronto Dwtn
North York | NORTH YORK TORONTO | N. York | North York, Ontario
South York | S York
York Region
Ottawa | Ottawa ON | OTTAWA (No New Bookings Until Further Notice) | Otawa
Ottawa 2 | Ottawa II | Ottawa #2
St. Louis | Saint Louis | St Louis MO
St. Catharines | ST. CATHARINES | Saint Catharines | St Catharine's
Saint John | St. John NB
St. John's | St Johns NL
Richmond | Richmond BC | RICHMOND, B.C.
Richmond Hill | Richmond Hill ON
Richmond VA | Richmond, Virginia
London | London ON | London, Ontario (Closed)
Mississauga | Missisauga | MISSISSAUGA | Mississauga Branch
Mississauga West | Mississauga W
Hamilton | Hamilton ON
Milton | Milton, ON
Kitchener Waterloo | Waterloo/Kitchener | Kitchener-Waterloo | KW
Vancouver | Vancouver BC | VANCOUVER (on hold)
North Vancouver | N Vancouver | North Vancouver BC
Vancouver WA | Vancouver, Washington
West Vancouver | W. Vancouver
Montreal | Montréal | MONTREAL QC | Montreal, Quebec
Montreal North | Montréal-Nord | Montreal N
Colorado Springs | Colorado Spgs | Colorado Springs CO
Boulder | Boulder, Colorado
Washington DC | Washington, D.C. | Washington D.C. (On Hold)
Northern Virginia | N. Virginia | NOVA
Arlington | Arlington VA
Burlington | Burlington ON | Burlinton
Brampton | BRAMPTON | Brampton Moving
Brantford | Brantford Ontario
Calgary | Calgary AB | Calgary, Alberta
Calgary South | South Calgary | Calgary S
Calgary North | N Calgary
Edmonton | Edmonton - Alberta | edmonton
Little Ferry | Little Ferry NJ | LITTLE FERRY
New Jersey | New Jersey Branch
The Woodlands | Woodlands | The Woodlands TX
Fort Worth | Ft. Worth | Ft Worth TX
Port Moody | Pt Moody | Port Moody BC
Palm Springs | Palm Springs CA
Palm Beach | Palm Beach FL
"""
SOURCES = """
Google Ads | google adwords | Google Ad | GOOGLE ADS | Google  Ads
Google My Business | GMB | Google Business Profile
Google | google | Google.com
Google Organic | google organic search
Yelp | yelp.com | YELP
Yelp Ads | Yelp Ad | Yelp Advertising
Referral - Realtor | Realtor Referral | Referral (Realtor)
Referral - Friend | Friend Referral | Referred by Friend
Referral - Customer | Customer Referral | Client Referral
Referral | Referrals | referral
Repeat Customer | Previous Customer | Returning Client | Repeat Client
Word of Mouth | word-of-mouth | WOM
BBB | Better Business Bureau | bbb
HomePro | Home Pro | homepro
HomeAdvisor | Home Advisor | Home Advisor Leads
Home Depot | Home Depot Leads
Home Show
Home Show 2024
Spring Promotion | Spring Promo
Fall Promotion | Autumn Promo
Spring Mailer 2023
Facebook | FB | facebook
Facebook Ads | FB Ads | Facebook Advertising
Facebook Marketplace | FB Marketplace
Instagram | Insta | IG
Radio Spot | radio spot
Radio Ad | Radio Advertisement
Newspaper Ad | Newspaper Advertisement
TV Ad | Television Ad
Equate Media | Equate Media Leads | equate  media
Moving Leads Direct | Moving Leads Direct Inc
Van Line Connect | VanLine Connect | Van Lines Connect
Leads Depot | Lead Depot
Truck Sign | Truck Signage | Truck Signs
Walk-In | Walk In | walkin
Yellow Pages | YP | YellowPages.ca
Nextdoor | Next Door
Direct Mail | direct-mail
Website | Web Site | Our Website
Website Chat | Web Chat
Corporate Account | Corporate Accounts | Corp Account
Moving Directory | Movng Directory
Apartment Guide | Apt Guide
Kijiji | Kijjiji | Kijiji.ca
Craigslist | Craigs List | Craiglist
"""
