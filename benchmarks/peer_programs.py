"""Runs one peer in the peers' own environment: problems in on stdin, placements out on stdout.

Only the standard library and the peer are imported. A line in: {residents: {r: [h, …]}, hospitals:
{h: [r, …]}, capacities: {h: n}}, ids whole numbers as text. A line out: {seconds: {ready, solve},
placed: {r: h} or null where the peer does not answer for whom}.
"""

import json
import sys
import time
import types
import warnings


def matching(problem):
    """`matching`: deferred acceptance over player objects."""
    from matching.games import HospitalResident

    before = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        problem["residents"], problem["hospitals"], problem["capacities"]
    )
    ready = time.perf_counter()
    solved = game.solve(optimal="resident")
    after = time.perf_counter()
    placed = {resident.name: hospital.name for hospital, own in solved.items() for resident in own}
    return ready - before, after - ready, placed


def algmatch(problem):
    """`algmatch`: hospitals and residents, best for residents."""
    from algmatch import HospitalResidentsProblem

    residents = {int(r): [int(h) for h in own] for r, own in problem["residents"].items()}
    hospitals = {
        int(h): {"capacity": problem["capacities"][h], "preferences": [int(r) for r in own]}
        for h, own in problem["hospitals"].items()
    }
    before = time.perf_counter()
    game = HospitalResidentsProblem(
        dictionary={"residents": residents, "hospitals": hospitals}, optimised_side="residents"
    )
    ready = time.perf_counter()
    solved = game.get_stable_matching()
    after = time.perf_counter()
    pairs = solved["resident_sided"].items()
    placed = {str(r).lstrip("r"): str(h).lstrip("h") for r, h in pairs if h}
    return ready - before, after - ready, placed


def py_school_match(problem):
    """`py-school-match`: single tie-breaking by a lottery of its own; nobody to compare."""
    try:
        import graph_tool.all  # noqa: F401
    except ImportError:  # used by algorithms that are not run here
        stand_in = types.ModuleType("graph_tool.all")
        for name in ("Graph", "graph_draw", "all_circuits", "arf_layout", "sfdp_layout"):
            setattr(stand_in, name, None)
        sys.modules["graph_tool"] = types.ModuleType("graph_tool")
        sys.modules["graph_tool.all"] = stand_in
    import py_school_match as psm

    before = time.perf_counter()
    schools = {h: psm.School(problem["capacities"][h]) for h in problem["hospitals"]}
    students = []
    for wishes in problem["residents"].values():
        student = psm.Student()
        student.preferences = [schools[h] for h in wishes]
        students.append(student)
    planner = psm.SocialPlanner(students, list(schools.values()), psm.RuleSet())
    ready = time.perf_counter()
    planner.run_matching(psm.DASTB())
    return ready - before, time.perf_counter() - ready, None


PEERS = {"matching": matching, "algmatch": algmatch, "py-school-match": py_school_match}


def main():
    """Solve the problems of stdin with the peer named; exit 4 where it is not installed."""
    warnings.simplefilter("ignore")
    peer = PEERS[sys.argv[1]]
    for line in sys.stdin:
        problem = json.loads(line)
        try:
            ready, solve, placed = peer(problem)
        except ModuleNotFoundError:
            return 4
        print(json.dumps({"seconds": {"ready": ready, "solve": solve}, "placed": placed}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
