"""Two articles in the forms in which press databases write them; the texts are ours."""

from __future__ import annotations

NEXIS = """User Name: M. Lund
Date and Time: Thursday, February 1, 2024 9:30:00 AM CET
Job Number: 215000001
Documents (2)
1. Ferry to the island runs late for a third day
Client/Matter: -None-
Search Terms: ferry AND pier
Search Type: NATURAL LANGUAGE
2. Twelve lamps for the pier
Ferry to the island runs late for a third day
The Tide Table (Harbour)
May 2, 2019 Thursday 9:30 AM GMT
Copyright 2019 Tide Table Press All Rights Reserved
Section: HARBOUR; Pg. 3
Length: 1,043 words
Byline: Mia Lund and Per Holm in Harbour
Highlight: Two hours late, again; nobody says why
Dateline: HARBOUR
Body
The ferry to the island came at noon on Thursday, two hours after the time in its table, and nobody was told why.
“We are sorry,” said Anna Berg, who speaks for the company. Subject: to change, she added.
Graphic
The ferry at the pier on Thursday.
Classification
Language: ENGLISH
Publication-Type: Newspaper
Subject: FERRIES (90%); HARBOURS (78%)
Load-Date: May 3, 2019
End of Document
Twelve lamps for the pier
Morning Gazette
June 11, 2019
Copyright 2019 Morning Gazette All Rights Reserved
Length: 84 words
Body
Twelve lamps were put up on the pier on Tuesday. Ten are green and two are red.
Load-Date: June 11, 2019
End of Document
""".splitlines()

ACADEMIC = """


                               1 of 2 DOCUMENTS


                            The Tide Table (Harbour)

                             May 2, 2019, Thursday
                                 Final Edition

Ferry to the island runs late for a third day

BYLINE: Mia Lund

SECTION: HARBOUR; Pg. 3

LENGTH: 1043 words

DATELINE: HARBOUR

The ferry to the island came at noon on Thursday, two hours after the time in
its table, and nobody on the pier was told why it had been kept in its port.

"We are sorry," said Anna Berg, who speaks for the company.

LOAD-DATE: May 3, 2019

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                     Copyright 2019 Tide Table Press
                          All Rights Reserved

                               2 of 2 DOCUMENTS


                             Copyright 2019 Gazette
                              All Rights Reserved
                                Morning Gazette

                                 June 11, 2019

LENGTH: 84 words

HEADLINE: Twelve lamps for the pier, and a
 bench

BODY:
Twelve lamps were put up on the pier on Tuesday. Ten are green and two are red.

LOAD-DATE: June 11, 2019
""".splitlines()

FACTIVA = """Harbour
Ferry to the island runs late for a third day
By Mia Lund and Per Holm
1,043 words
2 May 2019
09:30
The Tide Table
TIDE
3
English
(c) 2019 Tide Table Press. All rights reserved.
The ferry to the island came at noon on Thursday, two hours after the time in its table, and nobody was told why.
“We are sorry,” said Anna Berg, who speaks for the company.
Document TIDE000020190502ef5200001
Twelve lamps for the pier
84 Wörter
11. Juni 2019
Morning Gazette
MGAZ
Deutsch
Copyright 2019 Morning Gazette
Twelve lamps were put up on the pier on Tuesday. Ten are green and two are red.
Document MGAZ000020190611ef6b0000x
Search Summary
Text ferry and pier
""".splitlines()

FACTIVA_CODES = """SE Harbour
HD Ferry to the island runs late for a third day
BY By Mia Lund and Per Holm
WC 1,043 words
PD 2 May 2019
ET 09:30
SN The Tide Table
SC TIDE
PG 3
LA English
CY (c) 2019 Tide Table Press. All rights reserved.
LP
The ferry to the island came at noon on Thursday, two hours after the time in its table, and nobody was told why.
TD
“We are sorry,” said Anna Berg, who speaks for the company.
IN Harbour all boats were late.
CO tidcom : Tide Company
NS gtrans : Transport
PUB Tide Table Press
AN Document TIDE000020190502ef5200001
HD
Twelve lamps for the pier
WC
84 words
PD
11 June 2019
SN
Morning Gazette
SC
MGAZ
LA
English
TD
Twelve lamps were put up on the pier on Tuesday. Ten are green and two are red.
AN
Document MGAZ000020190611ef6b0000x
""".splitlines()

PROQUEST = """____________________________________________________________
Report Information from ProQuest
February 01 2024 09:30
____________________________________________________________

Document 1 of 2

Ferry to the island runs late for a third day

Author: Lund, Mia; Holm, Per

Publication info: The Tide Table ; Harbour [Harbour]. 02 May 2019: 3.

http://search.example/docview/2218000001

Abstract: The ferry came late.

Full text: The ferry to the island came at noon on Thursday, two hours after the time in its table, and nobody was told why.

Notes: three of them were found on the pier by the children of the school.

“We are sorry,” said Anna Berg, who speaks for the company.

Subject: Ferries; Harbours

Title: Ferry to the island runs late for a third day

Publication title: The Tide Table; Harbour

First page: 3

Publication year: 2019

Publication date: May 2, 2019

Publisher: Tide Table Press

Language of publication: English

Document type: News

ProQuest document ID: 2218000001

Document URL: http://search.example/docview/2218000001

Copyright: Copyright Tide Table Press May 2, 2019

Database: Newsstream

____________________________________________________________

Document 2 of 2

Twelve lamps for the pier

Publication info: Morning Gazette ; 11 June 2019.

Full text: Twelve lamps were put up on the pier on Tuesday. Ten are green and two are red.

Publication title: Morning Gazette

Publication date: Jun 11, 2019

ProQuest document ID: 2240000002

____________________________________________________________

Contact us at: http://search.example
""".splitlines()
