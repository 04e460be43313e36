"""The role table as data: what each role sees and does, row by row (the rows of `tests.factories.town`).

Written down here, not taken from `tetouan_portal.roles` or `commitments.access`: who changes a right there
changes it here too, in sight.
"""

import pytest

# In `make test` each question is put by one of the people; by all of them where a right may have changed.
RIGHTS = ("commitments/access.py", "commitments/admin/", "tetouan_portal/lib/admin/", "tetouan_portal/roles.py")
MATRIX = pytest.mark.matrix(7, *RIGHTS)
FORGED = pytest.mark.matrix(3, *RIGHTS)  # what is forged many ways alike, a third of the ways
PEOPLE = ["technical_team", "focal_point", "translator", "publisher", "monitor", "superuser", "clerk"]

# l: has the list and its exports; a: has the page to add one
PAGES = """
                    technical_team focal_point translator publisher monitor superuser clerk
source              la             .           .          l         l       la        .
theme               la             .           .          l         l       la        .
ogpvalue            la             .           .          l         l       la        .
policyarea          la             .           .          l         l       la        .
sector              la             .           .          l         l       la        .
event               la             .           .          l         l       la        .
body                la             .           .          l         l       la        .
institution         la             l           .          l         l       la        .
actionplan          la             .           .          l         l       la        .
axis                la             .           .          l         l       la        .
narrativesection    la             .           .          l         l       la        .
plannote            la             .           .          l         l       la        .
planpromise         la             .           .          l         l       la        .
commitment          la             l           .          l         l       la        .
milestone           la             l           .          l         l       la        .
indicator           la             l           .          l         l       la        .
reading             la             l           .          l         l       la        .
amendment           l              l           .          l         l       l         .
inceptionassessment l              .           .          .         la      la        .
statement           l              la          .          l         la      la        .
progressupdate      l              la          .          l         l       la        .
evidence            la             la          .          l         la      la        .
annualreport        l              .           .          l         la      la        .
recommendation      l              .           .          l         la      la        .
edition             l              .           .          l         l       l         .
reportpdf           l              .           .          l         l       l         .
"""

# v: sees the row; h: reads its history; c: changes it; d: deletes it; m: changes what it promises; f: reads its file
ROWS = """
                                             technical_team focal_point translator publisher monitor superuser clerk
source_one                                   vhcd           .           .          vh        vh      vhcd      .
theme_one                                    vhcd           .           .          vh        vh      vhcd      .
ogpvalue_one                                 vhcd           .           .          vh        vh      vhcd      .
policyarea_one                               vhcd           .           .          vh        vh      vhcd      .
sector_one                                   vhcd           .           .          vh        vh      vhcd      .
event_one                                    vhcd           .           .          vh        vh      vhcd      .
body_one                                     vhcd           .           .          vh        vh      vhcd      .
institution_own                              vhcd           vh          .          vh        vh      vhcd      .
institution_foreign                          vhcd           .           .          vh        vh      vhcd      .
institution_monitor                          vhcd           .           .          vh        vh      vhcd      .
institution_rival                            vhcd           .           .          vh        vh      vhcd      .
actionplan_one                               vhc            .           .          vh        vh      vhc       .
actionplan_draft                             vhcd           .           .          vh        vh      vhcd      .
axis_one                                     vhc            .           .          vh        vh      vhc       .
axis_draft                                   vhcd           .           .          vh        vh      vhcd      .
narrativesection_one                         vhcd           .           .          vh        vh      vhcd      .
plannote_one                                 vhcd           .           .          vh        vh      vhcd      .
planpromise_one                              vhcd           .           .          vh        vh      vhcd      .
commitment_own                               vhcm           vh          .          vh        vh      vhcm      .
commitment_foreign                           vhcm           .           .          vh        vh      vhcm      .
milestone_own                                vhcm           vh          .          vh        vh      vhcm      .
milestone_shared                             vhcm           vh          .          vh        vh      vhcm      .
milestone_neighbour                          vhcm           .           .          vh        vh      vhcm      .
milestone_foreign                            vhcm           .           .          vh        vh      vhcm      .
indicator_own                                vhcm           vh          .          vh        vh      vhcm      .
indicator_foreign                            vhcm           .           .          vh        vh      vhcm      .
reading_own                                  vh             vh          .          vh        vh      vh        .
reading_foreign                              vh             .           .          vh        vh      vh        .
amendment_own                                vh             vh          .          vh        vh      vhc       .
amendment_foreign                            vh             .           .          vh        vh      vhc       .
inceptionassessment_one                      v              .           .          .         vhc     v         .
statement_own_draft                          .              vhcd        .          .         .       vhcd      .
statement_own_submitted                      vh             vhcd        .          vh        .       vhcd      .
statement_own_published                      vh             vhc         .          vh        v       vhc       .
statement_foreign_draft                      .              .           .          .         .       vhcd      .
statement_foreign_submitted                  vh             .           .          vh        .       vhcd      .
statement_foreign_published                  vh             .           .          vh        v       vhc       .
statement_neighbour_draft                    .              .           .          .         .       vhcd      .
statement_monitor_draft                      .              .           .          .         vhcd    .         .
statement_monitor_published                  v              .           .          v         vhc     v         .
statement_rival_draft                        .              .           .          .         .       .         .
progressupdate_own_draft                     .              vhcd        .          .         .       vhcd      .
progressupdate_own_submitted                 vh             vhcd        .          vh        .       vhcd      .
progressupdate_own_published                 vh             vh          .          vh        v       vh        .
progressupdate_foreign_draft                 .              .           .          .         .       vhcd      .
progressupdate_foreign_submitted             vh             .           .          vh        .       vhcd      .
progressupdate_foreign_published             vh             .           .          vh        v       vh        .
evidence_of_statement_own_draft              .              vhcdf       .          .         .       vhcdf     .
evidence_of_statement_own_published          vh             vh          .          vh        v       vh        .
evidence_of_statement_foreign_draft          .              .           .          .         .       vhcdf     .
evidence_of_statement_foreign_submitted      vh             .           .          vh        .       vhcd      .
evidence_of_statement_monitor_draft          .              .           .          .         vhcdf   .         .
evidence_of_statement_monitor_published      v              .           .          v         vh      v         .
evidence_of_progressupdate_own_draft         .              vhcdf       .          .         .       vhcdf     .
evidence_of_progressupdate_foreign_draft     .              .           .          .         .       vhcdf     .
evidence_of_progressupdate_foreign_published vh             .           .          vh        v       vh        .
evidence_of_reading_own                      vhc            vh          .          vh        vh      vhc       .
evidence_of_reading_foreign                  vhc            .           .          vh        vh      vhc       .
evidence_of_milestone_own                    vhcd           vh          .          vh        vh      vhcd      .
evidence_of_milestone_foreign                vhcd           .           .          vh        vh      vhcd      .
annualreport_drafting                        .              .           .          .         vhc     .         .
annualreport_final                           v              .           .          v         vh      v         .
annualreport_published                       v              .           .          v         vh      v         .
annualreport_revised                         .              .           .          .         vhc     .         .
annualreport_next                            v              .           .          v         vh      v         .
annualreport_rival                           .              .           .          .         .       .         .
recommendation_drafting                      .              .           .          .         vhcd    .         .
recommendation_final                         vc             .           .          v         vh      vc        .
recommendation_published                     vc             .           .          v         vh      vc        .
recommendation_revised                       .              .           .          .         vhcd    .         .
recommendation_next                          vc             .           .          v         vh      vc        .
recommendation_answered                      vc             .           .          v         vh      vc        .
recommendation_rival                         .              .           .          .         .       .         .
edition_one                                  vh             .           .          vh        vh      vh        .
reportpdf_one                                vh             .           .          vh        vh      vh        .
"""

# What the buttons of a row bring about. s: submitted; p: published; r: returned; f: declared final; o: opened to be
# written; e: a new edition; w: withdrawn from public view
VERBS = """
                                             technical_team focal_point translator publisher monitor superuser clerk
statement_own_draft                          .              s           .          .         .       sp        .
statement_own_submitted                      r              .           .          pr        .       pr        .
statement_own_published                      .              .           .          .         .       .         .
statement_foreign_draft                      .              .           .          .         .       sp        .
statement_foreign_submitted                  r              .           .          pr        .       pr        .
statement_foreign_published                  .              .           .          .         .       .         .
statement_neighbour_draft                    .              .           .          .         .       sp        .
statement_monitor_draft                      .              .           .          .         p       .         .
statement_monitor_published                  .              .           .          .         .       .         .
statement_rival_draft                        .              .           .          .         .       .         .
progressupdate_own_draft                     .              s           .          .         .       sp        .
progressupdate_own_submitted                 r              .           .          pr        .       pr        .
progressupdate_own_published                 .              .           .          w         .       w         .
progressupdate_foreign_draft                 .              .           .          .         .       sp        .
progressupdate_foreign_submitted             r              .           .          pr        .       pr        .
progressupdate_foreign_published             .              .           .          w         .       w         .
annualreport_drafting                        .              .           .          .         f       .         .
annualreport_final                           .              .           .          p         o       p         .
annualreport_published                       .              .           .          .         ow      .         .
annualreport_revised                         .              .           .          .         fw      .         .
annualreport_next                            .              .           .          e         ow      e         .
annualreport_rival                           .              .           .          .         .       .         .
evidence_of_statement_own_draft              .              .           .          .         .       .         .
evidence_of_statement_own_published          .              .           .          w         .       w         .
evidence_of_statement_foreign_draft          .              .           .          .         .       .         .
evidence_of_statement_foreign_submitted      .              .           .          .         .       .         .
evidence_of_statement_monitor_draft          .              .           .          .         .       .         .
evidence_of_statement_monitor_published      .              .           .          .         w       .         .
evidence_of_progressupdate_own_draft         .              .           .          .         .       .         .
evidence_of_progressupdate_foreign_draft     .              .           .          .         .       .         .
evidence_of_progressupdate_foreign_published .              .           .          .         .       .         .
evidence_of_reading_own                      .              .           .          w         .       w         .
evidence_of_reading_foreign                  .              .           .          .         .       .         .
evidence_of_milestone_own                    .              .           .          w         .       w         .
evidence_of_milestone_foreign                .              .           .          .         .       .         .
actionplan_one                               w              .           .          w         .       w         .
actionplan_draft                             p              .           .          p         .       p         .
commitment_own                               w              .           .          w         .       w         .
commitment_foreign                           .              .           .          .         .       .         .
milestone_own                                w              .           .          w         .       w         .
milestone_shared                             w              .           .          w         .       w         .
milestone_neighbour                          w              .           .          w         .       w         .
milestone_foreign                            .              .           .          .         .       .         .
indicator_own                                w              .           .          w         .       w         .
indicator_foreign                            .              .           .          .         .       .         .
"""

# Rows whose names stand on the pages of others that are seen: the axis beside its commitment; the inception assessment,
# which is public, in the report as it is shown before the second press.
NAMED_ELSEWHERE = {"focal_point": {"axis_one", "actionplan_one"}, "publisher": {"inceptionassessment_one"}}


def cells(table):
    """{(row, person): letters}"""
    header, *lines = table.strip("\n").splitlines()
    assert header.split() == PEOPLE
    found = {}
    for line in lines:
        name, *letters = line.split()
        found |= {(name, person): set(each) - {"."} for person, each in zip(PEOPLE, letters, strict=True)}
    return found


PAGE_CELLS, ROW_CELLS, VERB_CELLS = cells(PAGES), cells(ROWS), cells(VERBS)


def rows_seen(person, model=""):
    """Names of the rows (of a model) that a person sees."""
    return {
        name
        for (name, who), letters in ROW_CELLS.items()
        if who == person and "v" in letters and (not model or model_name(name) == model)
    }


def model_name(name):
    """evidence_of_statement_own_draft: evidence"""
    return name.partition("_")[0]


def differences(found, wanted):
    """What to look at when a table and the portal disagree."""
    return {key: {"found": found[key], "wanted": wanted[key]} for key in wanted if found[key] != wanted[key]}
