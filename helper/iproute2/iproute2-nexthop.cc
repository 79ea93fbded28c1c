/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/iproute2-commands.h"
#include "ns3/nexthop-table.h"

#include <sstream>

namespace ns3
{

namespace
{

/** What `ip nexthop add|replace|del` was told. */
struct NexthopArguments
{
    uint32_t id{0};
    IpAddress gateway;
    std::string group;
    bool fdb{false};
    bool blackhole{false};
};

NexthopArguments
TakeArguments(CommandArguments& words)
{
    NexthopArguments arguments;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "id")
        {
            arguments.id =
                static_cast<uint32_t>(TakeNumber(words.Take(), UINT32_MAX, "invalid id value"));
        }
        else if (word == "via")
        {
            arguments.gateway = TakeAddress(words.Take());
        }
        else if (word == "group")
        {
            arguments.group = words.Take();
        }
        else if (word == "fdb")
        {
            arguments.fdb = true;
        }
        else if (word == "blackhole")
        {
            arguments.blackhole = true;
        }
        else
        {
            FailUnsupported("option " + word + " of \"ip nexthop\"");
        }
    }
    return arguments;
}

/** "1,20/2": ids, some with a weight. */
std::vector<NexthopMember>
TakeGroup(const std::string& text)
{
    std::vector<NexthopMember> members;
    std::istringstream list(text);
    std::string item;
    while (std::getline(list, item, '/'))
    {
        NexthopMember member;
        const size_t comma = item.find(',');
        member.id =
            static_cast<uint32_t>(TakeNumber(item.substr(0, comma), UINT32_MAX, "invalid group"));
        if (comma != std::string::npos)
        {
            member.weight = static_cast<uint16_t>(
                TakeNumber(item.substr(comma + 1), 256, "invalid group weight"));
            if (member.weight == 0)
            {
                FailArgument("invalid group weight", item);
            }
        }
        members.push_back(member);
    }
    return members;
}

void
Require(NexthopTable::Result result)
{
    switch (result)
    {
    case NexthopTable::OK:
        return;
    case NexthopTable::EXISTS:
        FailNetlink("File exists");
    case NexthopTable::NOT_FOUND:
        FailNetlink("No such file or directory");
    case NexthopTable::BAD_MEMBER:
        FailKernel("Invalid nexthop id.");
    case NexthopTable::OTHER_KIND:
        FailKernel("Can not replace a nexthop group with a nexthop or a nexthop with a group.");
    case NexthopTable::OTHER_FAMILY:
        FailKernel("FDB nexthop group cannot have mixed family nexthops.");
    }
}

} // namespace

std::string
RunIpNexthop(Iproute2Host& host, CommandArguments& words, const CommandOptions&)
{
    std::string verb = words.IsEmpty() ? "list" : words.Take();
    bool known = false;
    for (const char* candidate : {"add", "replace", "delete", "list", "show", "get", "flush"})
    {
        if (!known && IsKeyword(verb, candidate))
        {
            verb = candidate;
            known = true;
        }
    }
    if (!known)
    {
        throw CommandFailure{255, "Command \"" + verb + "\" is unknown, try \"ip nexthop help\"."};
    }
    if (verb != "add" && verb != "replace" && verb != "delete")
    {
        FailUnsupported("\"ip nexthop " + verb + "\"");
    }
    const NexthopArguments arguments = TakeArguments(words);
    const Ptr<NexthopTable> table = NexthopTable::GetOrCreate(host.GetNode());
    if (arguments.id == 0)
    {
        FailUnsupported("\"ip nexthop\" without id");
    }
    if (verb == "delete")
    {
        Require(table->Remove(arguments.id));
        return "";
    }
    if (arguments.fdb && arguments.blackhole)
    {
        FailKernel("Fdb attribute can not be used with encap, oif or blackhole.");
    }
    if (!arguments.fdb)
    {
        FailUnsupported("\"ip nexthop\" without fdb");
    }
    const bool replace = verb == "replace";
    if (!arguments.group.empty())
    {
        Require(table->SetGroup(arguments.id, TakeGroup(arguments.group), replace));
        return "";
    }
    if (arguments.gateway.IsAny())
    {
        FailKernel("FDB nexthop requires gateway.");
    }
    Require(table->Set(arguments.id, arguments.gateway, replace));
    return "";
}

} // namespace ns3
